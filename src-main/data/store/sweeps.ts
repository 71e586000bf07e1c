/** @file Sweeps, and what has become of each of their trainings. */
import { sql } from "kysely";
import { z } from "zod";
import { ComparedFigure } from "../../../src-shared/domain/comparison";
import type { SweepId, TrainingId } from "../../../src-shared/domain/identifiers";
import type { HeadlineFigure, Interval } from "../../../src-shared/domain/evaluation";
import { Failure } from "../../../src-shared/domain/failure";
import {
  Sweep,
  SweepConfig,
  SweepMember,
  SweepPoint,
  type SweepStart,
  type SweepState,
} from "../../../src-shared/domain/sweep";
import { Training, TrainingEpoch, TrainingOrigin } from "../../../src-shared/domain/training";
import type { ReadableStore, WritableStore } from "./store";
import { withoutNulls } from "./without-nulls";

/** What is fixed when a sweep is made. */
const SweepPlan = TrainingOrigin.extend({ config: SweepConfig, stepsPerEpoch: Training.shape.stepsPerEpoch });

export type NewSweep = Pick<Sweep, "id" | "createdAt" | keyof Omit<typeof SweepPlan.shape, "stepsPerEpoch">> &
  Pick<Training, "stepsPerEpoch"> & { readonly members: readonly Pick<SweepMember, "name" | "point">[] };

/** It begins as running, with all members waiting.
 * @throws {Failure} `conflict` when a sweep has the name already. */
export async function insertSweep(store: WritableStore, sweep: NewSweep): Promise<void> {
  const { id, createdAt, config, members } = sweep;
  const { name } = config;
  await store.transaction(async ({ database }) => {
    const namesake = await database.selectFrom("sweeps").select("id").where("name", "=", name).executeTakeFirst();
    if (namesake) {
      throw new Failure("conflict", `This project has a sweep named ${name} already; a name of its own was expected.`);
    }
    const plan = JSON.stringify(SweepPlan.parse(sweep));
    await database.insertInto("sweeps").values({ id, name, state: "running", created_at: createdAt, plan }).execute();
    const rows = members.map((member, index) => ({
      sweep_id: id,
      number: index + 1,
      name: member.name,
      point: JSON.stringify(SweepPoint.parse(member.point)),
    }));
    await database.insertInto("sweep_members").values(rows).execute();
  });
}

export interface SweepChange {
  readonly state: SweepState;
  /** Null takes it away. */
  readonly reason: string | null;
}

export async function updateSweep(store: WritableStore, sweepId: SweepId, change: SweepChange): Promise<void> {
  await store.database.updateTable("sweeps").set(change).where("id", "=", sweepId).execute();
}

/** A training begins, or is gone for good. */
export type SweepMemberChange =
  | { readonly trainingId: TrainingId }
  | { readonly ended: "removed" }
  | { readonly ended: "failed"; readonly reason: string };

export async function updateSweepMember(
  store: WritableStore,
  { sweepId, number }: { readonly sweepId: SweepId; readonly number: number },
  change: SweepMemberChange,
): Promise<void> {
  const columns = "trainingId" in change ? { training_id: change.trainingId } : change;
  await store.database
    .updateTable("sweep_members")
    .set(columns)
    .where("sweep_id", "=", sweepId)
    .where("number", "=", number)
    .execute();
}

export async function readSweep(store: ReadableStore, sweepId: SweepId): Promise<Sweep | undefined> {
  return (await listSweeps(store)).find(({ id }) => id === sweepId);
}

/** Newest first. */
export async function listSweeps(store: ReadableStore): Promise<Sweep[]> {
  const rows = await store.database.selectFrom("sweeps").selectAll().orderBy("number", "desc").execute();
  if (rows.length === 0) return [];
  const members = await readMembers(store);
  const epochs = await readEpochs(store);
  return rows.map(({ id, name, state, created_at: createdAt, plan: json, reason }) => {
    const plan = SweepPlan.parse(JSON.parse(json));
    const { stepsPerEpoch, ...fixed } = plan;
    const frame = { isStopped: state === "stopped", stepsTotal: stepsPerEpoch * plan.config.base.epochs };
    const ofSweep = members.filter((member) => member.sweep_id === id);
    return Sweep.parse({
      ...withoutNulls({ id, name, state, createdAt, reason }),
      ...fixed,
      members: ofSweep.map((member) => memberFrom(member, epochs.get(member.training_id ?? "") ?? [], frame)),
    });
  });
}

/** Its trainings stay; see `removeTraining`. */
export async function removeSweep(store: WritableStore, sweepId: SweepId): Promise<void> {
  await store.database.deleteFrom("sweeps").where("id", "=", sweepId).execute();
}

function readMembers(store: ReadableStore) {
  return store.database
    .selectFrom("sweep_members")
    .leftJoin("trainings", "trainings.id", "sweep_members.training_id")
    .selectAll("sweep_members")
    .select([
      "trainings.state",
      "trainings.steps_done",
      "trainings.seconds",
      "trainings.made_model_id",
      "trainings.intervals",
      // The cases that changed, which are many, stay where they are.
      sql<string | null>`json_extract(trainings.outcome, '$.figures')`.as("compared"),
      "trainings.reason as training_reason",
    ])
    .orderBy("sweep_members.sweep_id")
    .orderBy("sweep_members.number")
    .execute();
}

/** Of all members' trainings, oldest first. */
async function readEpochs(store: ReadableStore): Promise<ReadonlyMap<string, readonly TrainingEpoch[]>> {
  const rows = await store.database
    .selectFrom("training_epochs")
    .innerJoin("sweep_members", "sweep_members.training_id", "training_epochs.training_id")
    .select(["training_epochs.training_id", "training_epochs.result"])
    .orderBy("training_epochs.training_id")
    .orderBy("training_epochs.epoch")
    .execute();
  const epochs = new Map<string, TrainingEpoch[]>();
  for (const { training_id: trainingId, result } of rows) {
    const known = epochs.get(trainingId) ?? [];
    known.push(TrainingEpoch.parse(JSON.parse(result)));
    epochs.set(trainingId, known);
  }
  return epochs;
}

type MemberRow = Awaited<ReturnType<typeof readMembers>>[number];

function memberFrom(
  row: MemberRow,
  epochs: readonly TrainingEpoch[],
  { isStopped, stepsTotal }: { readonly isStopped: boolean; readonly stepsTotal: number },
): SweepMember {
  const best = epochs.findLast(({ isBest }) => isBest);
  const start = epochs.find(({ epoch }) => epoch === 0);
  const compared = row.compared === null ? [] : z.array(ComparedFigure).parse(JSON.parse(row.compared));
  const { number, name, training_id: trainingId, made_model_id: madeModelId } = row;
  return SweepMember.parse({
    number,
    name,
    point: JSON.parse(row.point),
    state: row.ended ?? row.state ?? (isStopped ? "left-out" : "waiting"),
    stepsDone: row.steps_done ?? 0,
    stepsTotal,
    epochsDone: epochs.at(-1)?.epoch ?? 0,
    seconds: row.seconds ?? 0,
    ...(best && { bestEpoch: best.epoch, AP: best.validation.AP, AP50: best.validation.AP50 }),
    ...(row.intervals !== null && { intervals: JSON.parse(row.intervals) }),
    ...(start && { start: startFrom(start, compared) }),
    ...(compared.length > 0 && { differences: intervalsFrom(compared, "interval") }),
    ...withoutNulls({ trainingId, madeModelId, reason: row.reason ?? row.training_reason }),
  });
}

function startFrom({ validation: { AP, AP50 } }: TrainingEpoch, compared: readonly ComparedFigure[]): SweepStart {
  return { AP, AP50, ...(compared.length > 0 && { intervals: intervalsFrom(compared, "leftInterval") }) };
}

function intervalsFrom(
  compared: readonly ComparedFigure[],
  of: "interval" | "leftInterval",
): Partial<Record<HeadlineFigure, Interval>> {
  return Object.fromEntries(compared.map((one) => [one.figure, one[of]]));
}
