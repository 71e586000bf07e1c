/** @file What readers said of errors. */
import type { z } from "zod";
import type { RunId } from "../../../src-shared/domain/identifiers";
import { Verdict } from "../../../src-shared/domain/verdict";
import {
  appendToJournal,
  listJournal,
  listStates,
  undoNewest,
  type Finding,
  type FindingEvent,
  type FindingJournal,
} from "./finding-journal";
import type { ReadableStore, WritableStore } from "./store";

const VerdictState = Verdict.pick({ verdict: true, tags: true });
type VerdictState = z.infer<typeof VerdictState>;

/** Tags are kept sorted, each once. */
const VERDICTS: FindingJournal<VerdictState, string> = {
  events: "verdict_events",
  states: "verdicts",
  stateColumn: "state",
  initial: { verdict: null, tags: [] },
  write: ({ verdict, tags }) => JSON.stringify({ verdict, tags: [...new Set(tags)].toSorted() }),
  parse: (written) => VerdictState.parse(JSON.parse(written)),
};

/** Appends an event; one that would change nothing is not written. */
export async function appendVerdict(
  store: WritableStore,
  { verdict, tags, ...event }: Verdict & { readonly at: string; readonly who: string },
): Promise<void> {
  await appendToJournal(store, VERDICTS, { ...event, state: { verdict, tags } });
}

/** The present state of every finding of a run that was ever judged. */
export async function listVerdicts(store: ReadableStore, runId: RunId): Promise<Verdict[]> {
  return (await listStates(store, VERDICTS, runId)).map(verdictOf);
}

/** Takes back the newest event that stands. Answers with the verdict that was taken back. */
export async function undoVerdict(
  store: WritableStore,
  runId: RunId,
  by: { readonly at?: string; readonly who?: string } = {},
): Promise<Verdict | undefined> {
  const undone = await undoNewest(store, VERDICTS, { runId, ...by });
  return undone && verdictOf(undone);
}

/** The whole history of a run, oldest first. */
export async function listVerdictEvents(
  store: ReadableStore,
  runId: RunId,
): Promise<readonly FindingEvent<VerdictState>[]> {
  return await listJournal(store, VERDICTS, runId);
}

function verdictOf({ state, ...finding }: Finding & { readonly state: VerdictState }): Verdict {
  return { ...finding, ...state };
}
