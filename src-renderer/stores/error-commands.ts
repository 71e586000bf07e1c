/** @file The reader's steps from error to error and what is said of each, for keys, buttons and the palette alike. */
import type { RunTable } from "../../src-shared/contract/run-table";
import type { RunId } from "../../src-shared/domain/identifiers";
import type { VerdictKind } from "../../src-shared/domain/verdict";
import type { DetectionError } from "../../src-shared/matching/rank-errors";
import { useActiveRun } from "./active-run-store";
import { useCases } from "./cases-store";
import { currentRunTable } from "./current-run-table";
import { useErrorBrowser } from "./error-browser-store";
import { findingIdOf, instanceIdOf, listErrors, neighbourOf, nextUnreviewed, type ReaderMarks } from "./error-list";
import { useLayout } from "./layout-store";
import { knownReviewedSubjects, markReviewed } from "./reviews";
import { analyseRun, type RunAnalysis } from "./run-analysis";
import { casesOf, isBehindCases } from "./run-cases";
import { useSelection } from "./selection-store";
import { useThresholds } from "./thresholds-store";
import { judge, knownVerdicts } from "./verdicts";

/** Shows the error so many places ahead or back in the list, round its ends. */
export function stepError(step: number): void {
  const reading = currentReading();
  if (!reading) return;
  const { table } = reading.analysis;
  showError(table, neighbourOf(table, listed(reading), { findingId: reading.place, step }));
}

export function showNextUnreviewed(): void {
  const reading = currentReading();
  if (!reading) return;
  const { table } = reading.analysis;
  showError(table, nextUnreviewed(table, listed(reading), { findingId: reading.place, marks: reading.marks }));
}

export function showError(table: RunTable, error: DetectionError | undefined): void {
  if (!error) return;
  useSelection.getState().showError(instanceIdOf(table, error), findingIdOf(table, error));
  const { sideTab, showSideTab } = useLayout.getState();
  // Who steps through errors to see their heat maps goes on seeing what is said of them.
  if (sideTab !== "explanation") showSideTab("errors");
}

/** Marks the chosen finding, or takes its mark away. */
export async function toggleReviewed(): Promise<void> {
  const chosen = chosenFinding();
  if (!chosen) return;
  const isReviewed = !knownReviewedSubjects(chosen.runId).has(chosen.subject);
  await markReviewed({ ...chosen, isReviewed });
}

/** Says of the chosen error who is wrong, or takes that back; its tags stay. Nothing happens where no error is chosen. */
export async function judgeChosen(verdict: VerdictKind | null): Promise<void> {
  const chosen = chosenError();
  if (!chosen) return;
  const said = knownVerdicts(chosen.runId).get(chosen.subject);
  if ((said?.verdict ?? null) !== verdict) {
    const sent = judge({ ...chosen, verdict, tags: said?.tags ?? [] });
    if (verdict !== null && useErrorBrowser.getState().goesOnAfterVerdict) showNextUnreviewed();
    await sent;
  }
}

/** Replaces the tags of the chosen error; its verdict stays. */
export async function tagChosen(tags: readonly string[]): Promise<void> {
  const chosen = chosenError();
  if (!chosen) return;
  const verdict = knownVerdicts(chosen.runId).get(chosen.subject)?.verdict ?? null;
  await judge({ ...chosen, verdict, tags: [...tags] });
}

function chosenFinding() {
  const { runId } = useActiveRun.getState();
  const { instanceId, findingId } = useSelection.getState();
  return runId && instanceId && findingId ? { runId, instanceId, subject: findingId } : undefined;
}

/** A true positive can be chosen on the image as well, and there is nothing to say of it. */
function chosenError() {
  const chosen = chosenFinding();
  const reading = currentReading();
  if (!chosen || !reading) return undefined;
  const { table, errors } = reading.analysis;
  const isError = [errors.falsePositives, errors.misses].some((kind) =>
    kind.some((error) => findingIdOf(table, error) === chosen.subject),
  );
  return isError ? chosen : undefined;
}

interface Reading {
  readonly runId: RunId;
  readonly analysis: RunAnalysis;
  readonly marks: ReaderMarks;
  /** The error that the next one comes after. */
  readonly place: string | undefined;
}

function currentReading(): Reading | undefined {
  const { runId } = useActiveRun.getState();
  const table = currentRunTable();
  if (!runId || !table) return undefined;
  const { findingId, lastErrorId } = useSelection.getState();
  const marks = { reviewed: knownReviewedSubjects(runId), verdicts: knownVerdicts(runId) };
  return { runId, analysis: analyseRun(table, useThresholds.getState()), marks, place: findingId ?? lastErrorId };
}

function listed({ analysis, marks, place }: Reading): readonly DetectionError[] {
  const cases = casesOf(analysis.table, useCases.getState().filters);
  const isBehind = cases && ((error: DetectionError) => isBehindCases(cases, error));
  return listErrors(analysis, useErrorBrowser.getState(), { ...marks, kept: place, isBehindCases: isBehind });
}
