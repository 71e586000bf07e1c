/** @file The job that runs a detector over the images that a run has not done yet. */
import path from "node:path";
import { z } from "zod";
import { Detection } from "../../src-shared/domain/detection";
import { DeviceChoice, ExecutionProvider, Precision } from "../../src-shared/domain/device";
import { InstanceId, RunId } from "../../src-shared/domain/identifiers";
import { describeLocation, type Instance } from "../../src-shared/domain/instance";
import { ModelCard } from "../../src-shared/domain/model";
import { insertRunImages, listRemainingInstances, readRun, updateRun } from "../data/store/runs";
import { detectOnImage } from "./detect-on-image";
import type { Detector, DetectorSource } from "./detectors/detector";
import { openDetector } from "./detectors/open-detector";
import type { JobContext, JobDefinition } from "./job";
import { overlapped } from "./overlapped";
import { prepareImage } from "./prepare-image";

/** A batch is written when it has this many images, or when this much time has passed. */
const BATCH_IMAGES = 8;
const BATCH_MS = 1000;
/** Images that are read and decoded while the one before them is in the network. */
const IMAGES_AHEAD = 3;

const PassedOver = z.object({ provider: ExecutionProvider, reason: z.string() });

export const DetectInput = z.object({
  runId: RunId,
  /** Absolute. */
  modelFile: z.string().min(1),
  card: ModelCard,
  device: DeviceChoice,
  /** Single unless told. */
  precision: Precision.optional(),
  /** Providers that "auto" need not try, since a probe in another process has: `DeviceProbe.ruledOut`. */
  ruledOut: z.array(PassedOver).optional(),
});
export type DetectInput = z.infer<typeof DetectInput>;

export const DetectOutput = z.object({
  /** Absent where no image was left to do. */
  provider: ExecutionProvider.optional(),
  passedOver: z.array(PassedOver),
  /** What this job did; a resumed run may have more. */
  images: z.int().nonnegative(),
  failures: z.int().nonnegative(),
  detections: z.int().nonnegative(),
  seconds: z.number().nonnegative(),
});
export type DetectOutput = z.infer<typeof DetectOutput>;

const RunImage = z.object({
  instanceId: InstanceId,
  seconds: z.number().nonnegative(),
  failure: z.string().optional(),
  detections: z.array(Detection.pick({ box: true, score: true, label: true })),
});
type RunImage = z.infer<typeof RunImage>;

const DetectBatch = z.object({ runId: RunId, provider: ExecutionProvider, images: z.array(RunImage).min(1) });
type DetectBatch = z.infer<typeof DetectBatch>;

export const detect: JobDefinition<DetectInput, DetectOutput, DetectBatch> = {
  kind: "detect",
  input: DetectInput,
  output: DetectOutput,
  batch: DetectBatch,
  run: detectRemaining,
  write: async (store, { runId, provider, images }) => {
    await insertRunImages(store, runId, images);
    await updateRun(store, runId, { provider });
  },
};

async function detectRemaining(input: DetectInput, context: JobContext<DetectBatch>): Promise<DetectOutput> {
  const { runId, card } = input;
  const instances = await listRemainingInstances(context.store, runId);
  if (instances.length === 0) return { passedOver: [], images: 0, failures: 0, detections: 0, seconds: 0 };
  context.report({ ...(await doneBefore(runId, context)), note: `opening ${card.name}` });
  const detector = await openDetector(sourceOf(input), context);
  try {
    const totals = await detectAll(instances, { runId, detector }, context);
    return { provider: detector.provider, passedOver: [...detector.passedOver], ...totals };
  } finally {
    await detector.release();
  }
}

function sourceOf({ modelFile, card, device, precision = "single", ruledOut }: DetectInput): DetectorSource {
  return { file: modelFile, name: card.name, card, device, precision, ...(ruledOut && { ruledOut }) };
}

async function doneBefore(
  runId: RunId,
  { store }: JobContext<DetectBatch>,
): Promise<{ readonly done: number; readonly total: number }> {
  const run = await readRun(store, runId);
  return { done: run?.imagesDone ?? 0, total: run?.images ?? 0 };
}

type Totals = Pick<DetectOutput, "images" | "failures" | "detections" | "seconds">;

async function detectAll(
  instances: readonly Instance[],
  { runId, detector }: { readonly runId: RunId; readonly detector: Detector },
  context: JobContext<DetectBatch>,
): Promise<Totals> {
  const { provider } = detector;
  const before = await doneBefore(runId, context);
  const totals = { images: 0, failures: 0, detections: 0, seconds: 0 };
  let batch: RunImage[] = [];
  let batchStartMs = performance.now();
  let lastMs = batchStartMs;
  const prepare = (instance: Instance) => prepareImage(instance, detector.card.input, context.log);
  for await (const image of overlapped(instances, prepare, IMAGES_AHEAD)) {
    context.signal.throwIfAborted();
    const found = await detectOnImage(image, detector, context.log);
    // From the end of one image to the end of the next: all of them together are the time of the run.
    const nowMs = performance.now();
    const seconds = (nowMs - lastMs) / 1000;
    lastMs = nowMs;
    batch.push({ instanceId: image.instance.id, seconds, ...found });
    addTo(totals, batch.at(-1)!);
    context.report({ ...before, done: before.done + totals.images, note: nameOf(image.instance) });
    if (batch.length < BATCH_IMAGES && nowMs - batchStartMs < BATCH_MS) continue;
    await context.emit({ runId, provider, images: batch });
    batch = [];
    batchStartMs = performance.now();
  }
  if (batch.length > 0) await context.emit({ runId, provider, images: batch });
  return totals;
}

function addTo(totals: { -readonly [Key in keyof Totals]: Totals[Key] }, image: RunImage): void {
  totals.images += 1;
  totals.failures += image.failure === undefined ? 0 : 1;
  totals.detections += image.detections.length;
  totals.seconds += image.seconds;
}

function nameOf({ location }: Instance): string {
  return path.basename(describeLocation(location));
}
