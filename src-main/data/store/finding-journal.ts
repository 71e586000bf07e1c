/** @file What readers say of findings: events that are appended and never changed, and the state that follows from them
 * by a trigger. Each kind has two tables of one form. */
import { sql } from "kysely";
import type { InstanceId, RunId } from "../../../src-shared/domain/identifiers";
import { readInstanceNumbers } from "./instance-numbers";
import type { ReadableStore, WritableStore } from "./store";
import { withoutNulls } from "./without-nulls";

type EventTable = "review_events" | "verdict_events";

/** One kind of event. `Written` is how a state stands in a row; equal states are written alike. */
export interface FindingJournal<State, Written> {
  readonly events: EventTable;
  readonly states: "reviews" | "verdicts";
  /** Of the table of states. */
  readonly stateColumn: "is_reviewed" | "state";
  /** Of a finding that nobody has spoken of. */
  readonly initial: State;
  readonly write: (state: State) => Written;
  readonly parse: (written: Written) => State;
}

/** `subject` is a detection's or an annotation's identifier. */
export interface Finding {
  readonly runId: RunId;
  readonly instanceId: InstanceId;
  readonly subject: string;
}

/** One line of the history of a run. */
export interface FindingEvent<State> extends Finding {
  readonly id: number;
  readonly at: string;
  readonly who: string;
  readonly before: State;
  readonly after: State;
  /** The event that this one takes back. */
  readonly undoes?: number;
}

interface Said {
  readonly at: string;
  readonly who: string;
}

interface EventRow<Written> extends Said {
  readonly id: number;
  readonly instance_number: number;
  readonly instanceId: InstanceId;
  readonly subject: string;
  readonly before: Written;
  readonly after: Written;
  readonly undoes: number | null;
}

/** Appends an event; one that would change nothing is not written.
 * @throws {Failure} `not-found` when the image is not stored. */
export async function appendToJournal<State, Written>(
  store: WritableStore,
  journal: FindingJournal<State, Written>,
  { runId, instanceId, subject, at, who, state }: Finding & Said & { readonly state: State },
): Promise<void> {
  const { states, stateColumn, initial, write } = journal;
  await store.transaction(async (inner) => {
    const instance = (await readInstanceNumbers(inner, [instanceId]))(instanceId);
    const known = await sql<{ state: Written }>`
      SELECT ${sql.ref(stateColumn)} AS state FROM ${sql.table(states)}
      WHERE run_id = ${runId} AND instance_number = ${instance} AND subject = ${subject}
    `.execute(inner.database);
    const before = known.rows[0]?.state ?? write(initial);
    const after = write(state);
    if (before === after) return;
    await insertEvent(inner, journal.events, { runId, instance, subject, at, who, before, after, undoes: null });
  });
}

/** The present state of every finding that was ever spoken of in a run. */
export async function listStates<State, Written>(
  store: ReadableStore,
  { states, stateColumn, parse }: FindingJournal<State, Written>,
  runId: RunId,
): Promise<readonly (Finding & { readonly state: State })[]> {
  const { rows } = await sql<{ instanceId: InstanceId; subject: string; state: Written }>`
    SELECT instances.id AS "instanceId", subject, ${sql.ref(stateColumn)} AS state
    FROM ${sql.table(states)} INNER JOIN instances ON instances.number = instance_number
    WHERE run_id = ${runId} ORDER BY instance_number, subject
  `.execute(store.database);
  return rows.map(({ instanceId, subject, state }) => ({ runId, instanceId, subject, state: parse(state) }));
}

/** Takes back the newest event that has not been taken back, by appending its opposite; called again, it goes one
 * further back. Answers with what was taken back; undefined where nothing is left to undo. */
export async function undoNewest<State, Written>(
  store: WritableStore,
  journal: FindingJournal<State, Written>,
  { runId, at = new Date().toISOString(), who }: { readonly runId: RunId } & Partial<Said>,
): Promise<(Finding & { readonly state: State }) | undefined> {
  return await store.transaction(async (inner) => {
    const { rows } = await sql<EventRow<Written>>`
      SELECT event.*, instances.id AS "instanceId"
      FROM ${sql.table(journal.events)} AS event INNER JOIN instances ON instances.number = event.instance_number
      WHERE event.run_id = ${runId} AND event.undoes IS NULL
        AND NOT EXISTS (SELECT 1 FROM ${sql.table(journal.events)} AS undo WHERE undo.undoes = event.id)
      ORDER BY event.id DESC LIMIT 1
    `.execute(inner.database);
    const [event] = rows;
    if (!event) return undefined;
    const { id: undoes, instanceId, instance_number: instance, subject, before, after } = event;
    const opposite = { before: after, after: before, undoes };
    await insertEvent(inner, journal.events, { runId, instance, subject, at, who: who ?? event.who, ...opposite });
    return { runId, instanceId, subject, state: journal.parse(after) };
  });
}

/** The whole history of a run, oldest first. */
export async function listJournal<State, Written>(
  store: ReadableStore,
  { events, parse }: FindingJournal<State, Written>,
  runId: RunId,
): Promise<readonly FindingEvent<State>[]> {
  const { rows } = await sql<EventRow<Written>>`
    SELECT event.*, instances.id AS "instanceId"
    FROM ${sql.table(events)} AS event INNER JOIN instances ON instances.number = event.instance_number
    WHERE event.run_id = ${runId} ORDER BY event.id
  `.execute(store.database);
  return rows.map(({ id, instanceId, subject, at, who, before, after, undoes }) => ({
    id,
    runId,
    instanceId,
    subject,
    at,
    who,
    before: parse(before),
    after: parse(after),
    ...withoutNulls({ undoes }),
  }));
}

async function insertEvent<Written>(
  store: WritableStore,
  events: EventTable,
  event: Said & {
    readonly runId: RunId;
    readonly instance: number;
    readonly subject: string;
    readonly before: Written;
    readonly after: Written;
    readonly undoes: number | null;
  },
): Promise<void> {
  const { runId, instance, subject, at, who, before, after, undoes } = event;
  await sql`
    INSERT INTO ${sql.table(events)} (run_id, instance_number, subject, at, who, before, after, undoes)
    VALUES (${runId}, ${instance}, ${subject}, ${at}, ${who}, ${before}, ${after}, ${undoes})
  `.execute(store.database);
}
