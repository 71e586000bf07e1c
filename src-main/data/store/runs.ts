/** @file Runs of models over lists of images that are fixed when the run is made. */
import type { ExecutionProvider, Precision } from "../../../src-shared/domain/device";
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelId, RunId, SplitId } from "../../../src-shared/domain/identifiers";
import { Run } from "../../../src-shared/domain/run";
import type { ReadableStore, WritableStore } from "./store";
import { withoutNulls } from "./without-nulls";

export {
  coversImage,
  insertRunImages,
  listRemainingInstances,
  listRunFailures,
  type NewRunImage,
  readRunDetections,
} from "./run-images";
export { type NumberedTable, readNumberedTable, readRunTable } from "./run-table";

export interface NewRun {
  readonly id: RunId;
  readonly name: string;
  readonly modelId: ModelId;
  /** Absent: every image that the project holds now. */
  readonly splitId?: SplitId | undefined;
  readonly createdAt: string;
  readonly scoreFloor: number;
  readonly suggestedThreshold: number;
  readonly precision: Precision;
}

/** The run begins as running; it covers the images that the split, or the project, holds at this moment.
 * @throws {Failure} `conflict` when a run has the name already. */
export async function insertRun(store: WritableStore, run: NewRun): Promise<void> {
  await store.transaction(async (inner) => {
    if (await findRunByName(inner, run.name)) {
      throw new Failure(
        "conflict",
        `This project has a run named ${run.name} already; a name of its own was expected.`,
      );
    }
    await inner.database
      .insertInto("runs")
      .values({
        id: run.id,
        name: run.name,
        model_id: run.modelId,
        split_id: run.splitId ?? null,
        state: "running",
        provider: null,
        created_at: run.createdAt,
        images: 0,
        images_done: 0,
        images_failed: 0,
        detections: 0,
        seconds: 0,
        score_floor: run.scoreFloor,
        suggested_threshold: run.suggestedThreshold,
        precision: run.precision,
      })
      .execute();
    await fixImages(inner, run);
  });
}

/** Counts follow from the images that are written; only these fields are anybody's to set. */
export async function updateRun(
  store: WritableStore,
  runId: RunId,
  change: {
    readonly name?: string;
    readonly state?: Run["state"];
    readonly provider?: ExecutionProvider;
    readonly seconds?: number;
  },
): Promise<void> {
  if (Object.keys(change).length === 0) return;
  await store.database.updateTable("runs").set(change).where("id", "=", runId).execute();
}

export async function readRun(store: ReadableStore, runId: RunId): Promise<Run | undefined> {
  return runFrom(await runQuery(store).where("runs.id", "=", runId).executeTakeFirst());
}

/** Newest first. */
export async function listRuns(store: ReadableStore): Promise<Run[]> {
  const rows = await runQuery(store).orderBy("runs.created_at", "desc").orderBy("runs.id").execute();
  return rows.flatMap((row) => runFrom(row) ?? []);
}

export async function findRunByName(store: ReadableStore, name: string): Promise<Run | undefined> {
  return runFrom(await runQuery(store).where("runs.name", "=", name).executeTakeFirst());
}

/** Removes the run with its detections, evaluations and reviews. */
export async function removeRun(store: WritableStore, runId: RunId): Promise<void> {
  await store.database.deleteFrom("runs").where("id", "=", runId).execute();
}

/** In the order of the split, or of import: figures that list images then stand in the order of the reference's. */
async function fixImages(store: WritableStore, { id, splitId }: NewRun): Promise<void> {
  const { database } = store;
  await database
    .insertInto("run_images")
    .columns(["run_id", "instance_number", "state"])
    .expression(({ val }) => {
      const fixed = [val<string>(id).as("run_id"), val("pending" as const).as("state")] as const;
      if (splitId === undefined) {
        return database.selectFrom("instances").select([fixed[0], "number", fixed[1]]).orderBy("number");
      }
      return database
        .selectFrom("split_instances")
        .select([fixed[0], "instance_number as number", fixed[1]])
        .where("split_id", "=", splitId)
        .orderBy("position");
    })
    .execute();
  await store.database
    .updateTable("runs")
    .set(({ selectFrom }) => ({
      images: selectFrom("run_images")
        .select(({ fn }) => fn.countAll<number>().as("images"))
        .where("run_id", "=", id),
    }))
    .where("id", "=", id)
    .execute();
}

function runQuery(store: ReadableStore) {
  return store.database
    .selectFrom("runs")
    .innerJoin("models", "models.id", "runs.model_id")
    .leftJoin("splits", "splits.id", "runs.split_id")
    .select(["runs.id", "runs.name", "runs.model_id as modelId", "models.name as modelName"])
    .select(["runs.split_id as splitId", "splits.name as splitName", "runs.state", "runs.provider"])
    .select("runs.precision")
    .select(["runs.created_at as createdAt", "runs.images", "runs.images_done as imagesDone"])
    .select(["runs.images_failed as imagesFailed", "runs.detections", "runs.seconds"])
    .select(["runs.score_floor as scoreFloor", "runs.suggested_threshold as suggestedThreshold"])
    .select(({ exists, selectFrom }) =>
      exists(selectFrom("evaluations").select("evaluations.number").whereRef("evaluations.run_id", "=", "runs.id")).as(
        "isEvaluated",
      ),
    );
}

function runFrom(row: Awaited<ReturnType<ReturnType<typeof runQuery>["executeTakeFirst"]>>): Run | undefined {
  return row && Run.parse({ ...withoutNulls(row), isEvaluated: Boolean(row.isEvaluated) });
}
