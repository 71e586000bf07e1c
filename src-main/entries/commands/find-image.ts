/** @file Finds the image that a person named on the command line. */
import { Failure } from "../../../src-shared/domain/failure";
import { InstanceId } from "../../../src-shared/domain/identifiers";
import type { CommandClient } from "./command-context";

/** More images of one patient are not listed. */
const PAGE = 200;

/** By SOP Instance UID, or by its patient's identifier where that patient has one image only.
 * @throws {Failure} `not-found`, or `invalid-input` with the images of a patient who has several. */
export async function findImage(client: CommandClient, name: string): Promise<InstanceId> {
  const { rows } = await client.studies.list({ offset: 0, limit: PAGE, search: name, order: "patient" });
  const ofPatient = rows.filter(({ patientId }) => patientId === name);
  if (ofPatient.length === 1) return ofPatient[0]!.instanceId;
  if (ofPatient.length > 1) {
    const ids = ofPatient.map(({ instanceId }) => instanceId).join(", ");
    throw new Failure(
      "invalid-input",
      `The patient ${name} has ${ofPatient.length} images; one was expected of ${ids}.`,
    );
  }
  const { instance } = await client.studies.detail({ instanceId: InstanceId.parse(name) });
  return instance.id;
}
