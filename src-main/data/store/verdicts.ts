/** @file What readers said of errors: events that are appended and never changed, and the state that follows. */
import { z } from "zod";
import type { InstanceId, RunId } from "../../../src-shared/domain/identifiers";
import { Verdict } from "../../../src-shared/domain/verdict";
import { readInstanceNumbers } from "./instance-numbers";
import type { ReadableStore, WritableStore } from "./store";
import { withoutNulls } from "./without-nulls";

/** One line of the history of a run. */
export interface VerdictEvent {
  readonly id: number;
  readonly runId: RunId;
  readonly instanceId: InstanceId;
  readonly subject: string;
  readonly at: string;
  readonly who: string;
  readonly before: VerdictState;
  readonly after: VerdictState;
  /** The event that this one takes back. */
  readonly undoes?: number;
}

const VerdictState = Verdict.pick({ verdict: true, tags: true });
type VerdictState = z.infer<typeof VerdictState>;

const NO_VERDICT: VerdictState = { verdict: null, tags: [] };

/** Appends an event; one that would change nothing is not written. Tags are kept sorted, each once. */
export async function appendVerdict(
  store: WritableStore,
  verdict: Verdict & { readonly at: string; readonly who: string },
): Promise<void> {
  await store.transaction(async (inner) => {
    const numberOf = await readInstanceNumbers(inner, [verdict.instanceId]);
    const place = { run_id: verdict.runId, instance_number: numberOf(verdict.instanceId), subject: verdict.subject };
    const before = await readState(inner, place);
    const after = writeState({ verdict: verdict.verdict, tags: [...new Set(verdict.tags)].toSorted() });
    if (before === after) return;
    const event = { ...place, at: verdict.at, who: verdict.who, before, after, undoes: null };
    await inner.database.insertInto("verdict_events").values(event).execute();
  });
}

/** The present state of every finding of a run that was ever judged. */
export async function listVerdicts(store: ReadableStore, runId: RunId): Promise<Verdict[]> {
  const rows = await store.database
    .selectFrom("verdicts")
    .innerJoin("instances", "instances.number", "verdicts.instance_number")
    .select(["instances.id", "verdicts.subject", "verdicts.state"])
    .where("verdicts.run_id", "=", runId)
    .orderBy("verdicts.instance_number")
    .orderBy("verdicts.subject")
    .execute();
  return rows.map(({ id, subject, state }) => ({
    runId,
    instanceId: id as InstanceId,
    subject,
    ...parseState(state),
  }));
}

/** Takes back the newest event that has not been taken back, by appending its opposite; called again, it goes one
 * further back. Answers with the verdict that was taken back; undefined where nothing is left to undo. */
export async function undoVerdict(
  store: WritableStore,
  runId: RunId,
  by: { readonly at?: string; readonly who?: string } = {},
): Promise<Verdict | undefined> {
  return await store.transaction(async (inner) => {
    const event = await newestStandingEvent(inner, runId);
    if (!event) return undefined;
    await inner.database
      .insertInto("verdict_events")
      .values({
        run_id: runId,
        instance_number: event.instance_number,
        subject: event.subject,
        at: by.at ?? new Date().toISOString(),
        who: by.who ?? event.who,
        before: event.after,
        after: event.before,
        undoes: event.id,
      })
      .execute();
    return { runId, instanceId: event.instanceId as InstanceId, subject: event.subject, ...parseState(event.after) };
  });
}

/** The whole history of a run, oldest first. */
export async function listVerdictEvents(store: ReadableStore, runId: RunId): Promise<VerdictEvent[]> {
  const rows = await store.database
    .selectFrom("verdict_events")
    .innerJoin("instances", "instances.number", "verdict_events.instance_number")
    .selectAll("verdict_events")
    .select("instances.id as instanceId")
    .where("verdict_events.run_id", "=", runId)
    .orderBy("verdict_events.id")
    .execute();
  return rows.map(({ id, instanceId, subject, at, who, before, after, undoes }) =>
    withoutNulls({
      id,
      runId,
      instanceId: instanceId as InstanceId,
      subject,
      at,
      who,
      before: parseState(before),
      after: parseState(after),
      undoes,
    }),
  );
}

interface Place {
  readonly run_id: RunId;
  readonly instance_number: number;
  readonly subject: string;
}

/** As it is written, so that equal states are equal texts. */
async function readState(store: ReadableStore, place: Place): Promise<string> {
  const row = await store.database
    .selectFrom("verdicts")
    .select("state")
    .where("run_id", "=", place.run_id)
    .where("instance_number", "=", place.instance_number)
    .where("subject", "=", place.subject)
    .executeTakeFirst();
  return row?.state ?? writeState(NO_VERDICT);
}

function writeState({ verdict, tags }: VerdictState): string {
  return JSON.stringify({ verdict, tags });
}

function parseState(text: string): VerdictState {
  return VerdictState.parse(JSON.parse(text));
}

async function newestStandingEvent(store: ReadableStore, runId: RunId) {
  return await store.database
    .selectFrom("verdict_events as event")
    .innerJoin("instances", "instances.number", "event.instance_number")
    .selectAll("event")
    .select("instances.id as instanceId")
    .where("event.run_id", "=", runId)
    .where("event.undoes", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("verdict_events as undo").select("undo.id").whereRef("undo.undoes", "=", "event.id"))),
    )
    .orderBy("event.id", "desc")
    .limit(1)
    .executeTakeFirst();
}
