/** @file Reads what a run and its data set say of the image that is explained. */
import { resolve } from "node:path";
import { REFERENCE_LAYER, type Annotation } from "../../../src-shared/domain/annotation";
import type { Detection } from "../../../src-shared/domain/detection";
import { Failure } from "../../../src-shared/domain/failure";
import type { InstanceId, RunId } from "../../../src-shared/domain/identifiers";
import { describeLocation, type Instance } from "../../../src-shared/domain/instance";
import type { Run } from "../../../src-shared/domain/run";
import { readAnnotations } from "../../data/store/annotations";
import { readModel, type StoredModel } from "../../data/store/models";
import { coversImage, readRun, readRunDetections } from "../../data/store/runs";
import type { ReadableStore } from "../../data/store/store";
import { readInstance } from "../../data/store/studies";
import type { DetectorSource } from "../detectors/detector";
import type { ModelPlace } from "./explanation-request";

export interface ExplainedImage {
  readonly instance: Instance;
  /** In falling score. */
  readonly detections: readonly Detection[];
  readonly references: readonly Annotation[];
}

/** @throws {Failure} `not-found` where the project has no such image, or the run never looks at it. */
export async function readExplainedImage(
  store: ReadableStore,
  { runId, instanceId }: { readonly runId: RunId; readonly instanceId: InstanceId },
): Promise<ExplainedImage> {
  const instance = await readInstance(store, instanceId);
  if (!instance) throw new Failure("not-found", `No image of this project has the identifier ${instanceId}.`);
  if (!(await coversImage(store, runId, instanceId))) {
    const sentence = `The run does not cover ${describeLocation(instance.location)}, so there is nothing of it to explain there.`;
    throw new Failure("not-found", sentence);
  }
  const annotations = await readAnnotations(store, instanceId);
  return {
    instance,
    detections: await readRunDetections(store, runId, instanceId),
    references: annotations.filter(({ layer }) => layer === REFERENCE_LAYER),
  };
}

/** The run with its model, and how to open it. In single precision even where the run was made in half: a gradient in
 * half precision would lose what is small.
 * @throws {Failure} `not-found` */
export async function readExplainedModel(
  store: ReadableStore,
  { runId, projectFolder, device, ruledOut }: ModelPlace,
): Promise<{ readonly run: Run; readonly model: StoredModel; readonly source: DetectorSource }> {
  const run = await readRun(store, runId);
  if (!run) throw new Failure("not-found", `No run of this project has the identifier ${runId}.`);
  const model = await readModel(store, run.modelId);
  if (!model) throw new Failure("not-found", `The model of the run ${run.name} is not in this project any more.`);
  const { card, file } = model;
  const place = { file: resolve(projectFolder, file), name: card.name, card, device, precision: "single" } as const;
  return { run, model, source: { ...place, ...(ruledOut && { ruledOut }) } };
}
