/** @file What a map of `overread explain` is to explain, from the words of the command line. */
import { REFERENCE_LAYER } from "../../../src-shared/domain/annotation";
import type { ExplanationTarget } from "../../../src-shared/domain/explanation";
import { Failure } from "../../../src-shared/domain/failure";
import { AnnotationId, DetectionId, type InstanceId } from "../../../src-shared/domain/identifiers";
import type { Run } from "../../../src-shared/domain/run";
import type { CommandClient } from "./command-context";

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
  client: CommandClient,
  place: Place,
  { target: words = ["label"], box }: TargetOptions,
): Promise<ExplanationTarget> {
  if (box !== undefined) return detectionNumber(client, place, box);
  const [kind, name, ...more] = words;
  if (kind === "label" && more.length === 0) {
    return { kind: "label", label: name ?? (await strongestLabel(client, place)) };
  }
  if (kind === "detection" && name !== undefined && more.length === 0) {
    return { kind: "detection", detectionId: DetectionId.parse(name) };
  }
  if (kind === "miss" && name !== undefined && more.length === 0) {
    return { kind: "miss", annotationId: await referenceOf(client, place, name) };
  }
  if (kind === "strongest" && more.length === 0) {
    return { kind: "strongest", label: name ?? (await firstLabel(client, place)) };
  }
  const sentence = `There is no target “${words.join(" ")}”; expected was label, label <name>, detection <id>, miss <id or number>, strongest or strongest <label>.`;
  throw new Failure("invalid-input", sentence);
}

async function detectionNumber(client: CommandClient, place: Place, number: number): Promise<ExplanationTarget> {
  const detections = await detectionsOf(client, place);
  const detection = detections[number - 1];
  if (detection) return { kind: "detection", detectionId: DetectionId.parse(detection.id) };
  const found = detections.length === 1 ? "one detection" : `${detections.length} detections`;
  throw new Failure("not-found", `There is no box ${number} on the image: ${place.run.name} has ${found} there.`);
}

async function strongestLabel(client: CommandClient, place: Place): Promise<string> {
  const [strongest] = await detectionsOf(client, place);
  if (strongest) return strongest.label;
  const { name, scoreFloor } = place.run;
  const sentence = `${name} has no detection on the image above the floor ${scoreFloor}, so there is no score to explain; --target strongest explains what came nearest to one, and --target miss <number> what came nearest to a reference box.`;
  throw new Failure("not-found", sentence);
}

/** Of the image's strongest detection; where it has none, the model's first class. */
async function firstLabel(client: CommandClient, place: Place): Promise<string> {
  const [strongest] = await detectionsOf(client, place);
  if (strongest) return strongest.label;
  const model = (await client.models.list()).find(({ id }) => id === place.run.modelId);
  const [label] = Object.values(model?.card.labels ?? {});
  if (label !== undefined) return label;
  throw new Failure("not-found", `The model of ${place.run.name} names no class; expected was strongest <label>.`);
}

function detectionsOf(client: CommandClient, { run, instanceId }: Place) {
  return client.studies.detections({ runId: run.id, instanceId });
}

async function referenceOf(client: CommandClient, { instanceId }: Place, name: string): Promise<AnnotationId> {
  if (!/^\d{1,4}$/u.test(name)) return AnnotationId.parse(name);
  const { annotations } = await client.studies.detail({ instanceId });
  const references = annotations.filter(({ layer }) => layer === REFERENCE_LAYER);
  const reference = references[Number(name) - 1];
  if (reference) return reference.id;
  throw new Failure("not-found", `There is no reference box ${name} on the image: it has ${references.length}.`);
}
