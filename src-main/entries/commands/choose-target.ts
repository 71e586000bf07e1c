/** @file What a map of `overread explain` is to explain, from the words of the command line. */
import { runTablePath } from "../../../src-shared/contract/byte-paths";
import { decodeRunTable } from "../../../src-shared/contract/run-table";
import { REFERENCE_LAYER } from "../../../src-shared/domain/annotation";
import type { ExplanationTarget } from "../../../src-shared/domain/explanation";
import { Failure } from "../../../src-shared/domain/failure";
import { AnnotationId, DetectionId, type InstanceId } from "../../../src-shared/domain/identifiers";
import { describeLocation } from "../../../src-shared/domain/instance";
import type { Run } from "../../../src-shared/domain/run";
import type { CommandClient, OpenApplication } from "./command-context";

export interface TargetOptions {
  /** "label [name]", "detection <id>", "miss <id or number>" or "strongest [label]"; absent: the label of the strongest detection. */
  readonly target: readonly string[] | undefined;
  /** Number of a detection in falling score, from 1; in the place of `target`. */
  readonly box: number | undefined;
}

interface Place {
  readonly run: Run;
  readonly instanceId: InstanceId;
}

/** @throws {Failure} `invalid-input` or `not-found` in one sentence with what was expected */
export async function chooseTarget(
  opened: OpenApplication,
  place: Place,
  { target: words = ["label"], box }: TargetOptions,
): Promise<ExplanationTarget> {
  const { client } = opened;
  if (box !== undefined) return detectionNumber(opened, place, box);
  const [kind, name, ...more] = words;
  if (kind === "label" && more.length === 0) {
    return { kind: "label", label: name ?? (await strongestLabel(opened, place)) };
  }
  if (kind === "detection" && name !== undefined && more.length === 0) {
    return { kind: "detection", detectionId: DetectionId.parse(name) };
  }
  if (kind === "miss" && name !== undefined && more.length === 0) {
    return { kind: "miss", annotationId: await referenceOf(client, place, name) };
  }
  if (kind === "strongest" && more.length === 0) {
    return { kind: "strongest", label: name ?? (await firstLabel(opened, place)) };
  }
  const sentence = `There is no target “${words.join(" ")}”; expected was label, label <name>, detection <id>, miss <id or number>, strongest or strongest <label>.`;
  throw new Failure("invalid-input", sentence);
}

async function detectionNumber(opened: OpenApplication, place: Place, number: number): Promise<ExplanationTarget> {
  const detections = await detectionsOf(opened, place);
  const detection = detections[number - 1];
  if (detection) return { kind: "detection", detectionId: DetectionId.parse(detection.id) };
  const found = detections.length === 1 ? "one detection" : `${detections.length} detections`;
  throw new Failure("not-found", `There is no box ${number} on the image: ${place.run.name} has ${found} there.`);
}

async function strongestLabel(opened: OpenApplication, place: Place): Promise<string> {
  const [strongest] = await detectionsOf(opened, place);
  if (strongest) return strongest.label;
  const { name, scoreFloor } = place.run;
  const sentence = `${name} has no detection on the image above the floor ${scoreFloor}, so there is no score to explain; --target strongest explains what came nearest to one, and --target miss <number> what came nearest to a reference box.`;
  throw new Failure("not-found", sentence);
}

/** Of the image's strongest detection; where it has none, the model's first class. */
async function firstLabel(opened: OpenApplication, place: Place): Promise<string> {
  const [strongest] = await detectionsOf(opened, place);
  if (strongest) return strongest.label;
  const model = (await opened.client.models.list()).find(({ id }) => id === place.run.modelId);
  const [label] = Object.values(model?.card.labels ?? {});
  if (label !== undefined) return label;
  throw new Failure("not-found", `The model of ${place.run.name} names no class; expected was strongest <label>.`);
}

/** In falling score.
 * @throws {Failure} `not-found` where there are none because the run has not looked at the image */
async function detectionsOf({ client, bytes }: OpenApplication, { run, instanceId }: Place) {
  const detections = await client.studies.detections({ runId: run.id, instanceId });
  if (detections.length > 0) return detections;
  const response = await bytes(new Request(new URL(runTablePath(run.id), "http://overread.invalid")));
  if (!response.ok)
    throw new Failure("internal", `The boxes of ${run.name} could not be read: ${await response.text()}`);
  const { head } = decodeRunTable(await response.arrayBuffer());
  if (head.images.some((image) => image.instanceId === instanceId)) return detections;
  const { instance } = await client.studies.detail({ instanceId });
  const failure = (await client.runs.failures({ runId: run.id })).find((each) => each.instanceId === instanceId);
  const place = describeLocation(instance.location);
  if (failure) throw new Failure("not-found", `${run.name} failed on ${place}: ${failure.reason}`);
  const isWhole = run.imagesDone + run.imagesFailed === run.images;
  const found = isWhole ? "The run does not cover" : "The run does not cover, or has not come to,";
  throw new Failure("not-found", `${found} ${place}, so there is nothing of it to explain there.`);
}

async function referenceOf(client: CommandClient, { instanceId }: Place, name: string): Promise<AnnotationId> {
  if (!/^\d{1,4}$/u.test(name)) return AnnotationId.parse(name);
  const { annotations } = await client.studies.detail({ instanceId });
  const references = annotations.filter(({ layer }) => layer === REFERENCE_LAYER);
  const reference = references[Number(name) - 1];
  if (reference) return reference.id;
  throw new Failure("not-found", `There is no reference box ${name} on the image: it has ${references.length}.`);
}
