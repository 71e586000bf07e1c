/** @file The images of a run and what the model drew on each. */
import type { Detection } from "../../../src-shared/domain/detection";
import { Failure } from "../../../src-shared/domain/failure";
import type { DetectionId, InstanceId, RunId } from "../../../src-shared/domain/identifiers";
import type { Instance } from "../../../src-shared/domain/instance";
import { inChunks } from "./in-chunks";
import { INSTANCE_COLUMNS, instanceFrom } from "./instance-rows";
import { readInstanceNumbers } from "./instance-numbers";
import type { ReadableStore, WritableStore } from "./store";

export interface NewRunImage {
  readonly instanceId: InstanceId;
  readonly seconds: number;
  /** Why the image could not be read or run; it then has no detections. */
  readonly failure?: string | undefined;
  readonly detections: readonly Omit<Detection, "id" | "runId" | "instanceId">[];
}

/** A detection is named after the run's image and its rank on it. */
export function detectionId(runImageNumber: number, rank: number): DetectionId {
  return `${runImageNumber}-${rank}` as DetectionId;
}

/** Writes what a run found on images; identifiers are assigned here, in falling score. The run's counts follow, and
 * `seconds` are added to the run's.
 * @throws {Failure} `not-found` when the run does not cover an image, `conflict` when it has been written already. */
export async function insertRunImages(
  store: WritableStore,
  runId: RunId,
  images: readonly NewRunImage[],
): Promise<void> {
  await store.transaction(async (inner) => {
    const numbers = await pendingNumbers(inner, runId, images);
    const detections = images.flatMap((image, index) => detectionRows(numbers[index]!, image));
    for (const [index, image] of images.entries()) await closeImage(inner, numbers[index]!, image);
    for (const chunk of inChunks(detections)) await inner.database.insertInto("detections").values(chunk).execute();
    await addToRun(inner, runId, images);
  });
}

/** The images that a run has not done yet, in its stable order. */
export async function listRemainingInstances(store: ReadableStore, runId: RunId): Promise<readonly Instance[]> {
  const rows = await store.database
    .selectFrom("run_images")
    .innerJoin("instances", "instances.number", "run_images.instance_number")
    .select(INSTANCE_COLUMNS)
    .where("run_images.run_id", "=", runId)
    .where("run_images.state", "=", "pending")
    .orderBy("run_images.number")
    .execute();
  return rows.map(instanceFrom);
}

/** Whether the run looks at the image, be it done, failed or still to come. */
export async function coversImage(store: ReadableStore, runId: RunId, instanceId: InstanceId): Promise<boolean> {
  const row = await store.database
    .selectFrom("run_images")
    .innerJoin("instances", "instances.number", "run_images.instance_number")
    .select("run_images.number")
    .where("instances.id", "=", instanceId)
    .where("run_images.run_id", "=", runId)
    .executeTakeFirst();
  return row !== undefined;
}

/** In falling score. */
export async function readRunDetections(
  store: ReadableStore,
  runId: RunId,
  instanceId: InstanceId,
): Promise<Detection[]> {
  const rows = await store.database
    .selectFrom("run_images")
    .innerJoin("instances", "instances.number", "run_images.instance_number")
    .innerJoin("detections", "detections.run_image_number", "run_images.number")
    .selectAll("detections")
    .where("instances.id", "=", instanceId)
    .where("run_images.run_id", "=", runId)
    .orderBy("detections.rank")
    .execute();
  return rows.map((row) => ({
    id: detectionId(row.run_image_number, row.rank),
    runId,
    instanceId,
    box: { x1: row.x1, y1: row.y1, x2: row.x2, y2: row.y2 },
    score: row.score,
    label: row.label,
  }));
}

export async function listRunFailures(
  store: ReadableStore,
  runId: RunId,
): Promise<{ instanceId: InstanceId; reason: string }[]> {
  const rows = await store.database
    .selectFrom("run_images")
    .innerJoin("instances", "instances.number", "run_images.instance_number")
    .select(["instances.id", "run_images.failure"])
    .where("run_images.run_id", "=", runId)
    .where("run_images.state", "=", "failed")
    .orderBy("run_images.number")
    .execute();
  return rows.map((row) => ({ instanceId: row.id as InstanceId, reason: row.failure ?? "" }));
}

/** The numbers of a run's images in the order asked for; each must be waiting still. */
async function pendingNumbers(
  store: ReadableStore,
  runId: RunId,
  images: readonly NewRunImage[],
): Promise<readonly number[]> {
  const ids = images.map((image) => image.instanceId);
  const numberOf = await readInstanceNumbers(store, ids);
  const found = new Map<number, { number: number; state: string }>();
  for (const chunk of inChunks(ids)) {
    const rows = await store.database
      .selectFrom("run_images")
      .select(["number", "instance_number", "state"])
      .where("run_id", "=", runId)
      .where("instance_number", "in", chunk.map(numberOf))
      .execute();
    for (const row of rows) found.set(row.instance_number, row);
  }
  return ids.map((id) => {
    const row = found.get(numberOf(id));
    if (!row) throw new Failure("not-found", `The run ${runId} does not cover the image ${id}.`);
    if (row.state !== "pending") throw new Failure("conflict", `The run ${runId} has done the image ${id} already.`);
    return row.number;
  });
}

function detectionRows(runImageNumber: number, image: NewRunImage) {
  return image.detections
    .toSorted((a, b) => b.score - a.score)
    .map(({ box: { x1, y1, x2, y2 }, score, label }, rank) => {
      return { run_image_number: runImageNumber, rank, x1, y1, x2, y2, score, label };
    });
}

async function closeImage(store: WritableStore, number: number, { seconds, failure }: NewRunImage): Promise<void> {
  await store.database
    .updateTable("run_images")
    .set({ state: failure === undefined ? "done" : "failed", seconds, failure: failure ?? null })
    .where("number", "=", number)
    .execute();
}

async function addToRun(store: WritableStore, runId: RunId, images: readonly NewRunImage[]): Promise<void> {
  const failed = images.filter((image) => image.failure !== undefined).length;
  const detections = images.reduce((sum, image) => sum + image.detections.length, 0);
  const seconds = images.reduce((sum, image) => sum + image.seconds, 0);
  await store.database
    .updateTable("runs")
    .set(({ eb }) => ({
      images_done: eb("images_done", "+", images.length),
      images_failed: eb("images_failed", "+", failed),
      detections: eb("detections", "+", detections),
      seconds: eb("seconds", "+", seconds),
    }))
    .where("id", "=", runId)
    .execute();
}
