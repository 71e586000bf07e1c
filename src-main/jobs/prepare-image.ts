/** @file Reads one image from where it lies and makes a model's input of it. */
import { failureFrom } from "../../src-shared/domain/failure";
import { describeLocation, type Instance } from "../../src-shared/domain/instance";
import type { ModelInput } from "../../src-shared/domain/model";
import { decodeFrame } from "../data/dicom/frame";
import { toGreyImage } from "../data/dicom/grey-image";
import { readInstanceFile } from "../data/dicom/read-instance-file";
import { prepareInput, type PreparedInput } from "../detection/preprocessing/prepare-input";
import type { Logger } from "./job";

export type PreparedImage = { readonly instance: Instance } & (
  { readonly prepared: PreparedInput; readonly rows: number; readonly columns: number } | { readonly failure: string }
);

/** Never rejects: an image that cannot be read is recorded with its reason, and the next one follows. */
export async function prepareImage(instance: Instance, input: ModelInput, log: Logger): Promise<PreparedImage> {
  try {
    return { instance, ...(await readPreparedImage(instance, input)) };
  } catch (thrown) {
    const failure = failureFrom(thrown);
    const name = describeLocation(instance.location);
    log.warn(`An image could not be prepared for the model.`, { image: name, error: thrown });
    return { instance, failure: failure.message };
  }
}

/** `rows` and `columns` are the image's own.
 * @throws {Failure} in one sentence about the file or the card */
export async function readPreparedImage(
  instance: Instance,
  input: ModelInput,
): Promise<{ readonly prepared: PreparedInput; readonly rows: number; readonly columns: number }> {
  const name = describeLocation(instance.location);
  const image = toGreyImage(await decodeFrame(await readInstanceFile(instance), name));
  return { prepared: prepareInput(image, input), rows: image.rows, columns: image.columns };
}
