/** @file The reader's steps from case to case and from error to error, for keys, buttons and the palette alike. */
import type { DetectionError } from "../../src-shared/matching/rank-errors";
import type { RunTable } from "../../src-shared/contract/run-table";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import { useActiveRun } from "./active-run-store";
import { useErrorBrowser } from "./error-browser-store";
import { findingIdOf, instanceIdOf, listErrors, neighbourOf, nextUnreviewed } from "./error-list";
import { useLayout } from "./layout-store";
import { PAGE_ROWS, queries, type WorklistFilter } from "./queries";
import { queryClient } from "./query-client";
import { knownReviewedSubjects, markReviewed } from "./reviews";
import { analyseRun } from "./run-analysis";
import { useSelection } from "./selection-store";
import { useThresholds } from "./thresholds-store";
import { useWorklist, worklistFilter } from "./worklist-store";

/** Shows the neighbour of the image on screen in the worklist as it is narrowed now; stays at either end. */
export async function stepCase(step: 1 | -1): Promise<void> {
  const filter = worklistFilter(useWorklist.getState());
  const at = await indexOf(filter, useSelection.getState().instanceId);
  const index = at === undefined ? 0 : at + step;
  if (index < 0) return;
  const page = await queryClient.ensureQueryData(queries.worklistPage(filter, Math.floor(index / PAGE_ROWS)));
  const row = page.rows[index % PAGE_ROWS];
  if (row) useSelection.getState().show(row.instanceId);
}

/** After a reload, or an error chosen in the error browser, the image may stand on a page that nobody has scrolled to. */
async function indexOf(filter: WorklistFilter, instanceId: InstanceId | undefined): Promise<number | undefined> {
  const loaded = loadedIndexOf(filter, instanceId);
  if (loaded !== undefined || !instanceId) return loaded;
  const { total } = await queryClient.ensureQueryData(queries.worklistPage(filter, 0));
  for (let page = 0; page * PAGE_ROWS < total; page++) {
    const { rows } = await queryClient.ensureQueryData(queries.worklistPage(filter, page));
    const at = rows.findIndex((row) => row.instanceId === instanceId);
    if (at >= 0) return page * PAGE_ROWS + at;
  }
  return undefined;
}

/** Shows the first image of the worklist as it is narrowed now, unless the one on screen is among those in sight. */
export async function showFirstMatch(): Promise<void> {
  const filter = worklistFilter(useWorklist.getState());
  const { total, rows } = await queryClient.ensureQueryData(queries.worklistPage(filter, 0));
  if (total === 0 || loadedIndexOf(filter, useSelection.getState().instanceId) !== undefined) return;
  useSelection.getState().show(rows[0]!.instanceId);
}

/** Place of an image in the narrowed worklist, as far as its pages are known; undefined where it is not among them. */
export function loadedIndexOf(filter: WorklistFilter, instanceId: InstanceId | undefined): number | undefined {
  if (!instanceId) return undefined;
  const total = queryClient.getQueryData(queries.worklistPage(filter, 0).queryKey)?.total ?? 0;
  for (let page = 0; page * PAGE_ROWS < total; page++) {
    const rows = queryClient.getQueryData(queries.worklistPage(filter, page).queryKey)?.rows ?? [];
    const at = rows.findIndex((row) => row.instanceId === instanceId);
    if (at >= 0) return page * PAGE_ROWS + at;
  }
  return undefined;
}

export function stepError(step: 1 | -1): void {
  const reading = currentReading();
  if (!reading) return;
  const { analysis, errors, place } = reading;
  showError(analysis.table, neighbourOf(analysis.table, errors, { findingId: place, step }));
}

export function showNextUnreviewed(): void {
  const reading = currentReading();
  if (!reading) return;
  const { analysis, errors, place, reviewed } = reading;
  showError(analysis.table, nextUnreviewed(analysis.table, errors, { findingId: place, reviewed }));
}

export function showError(table: RunTable, error: DetectionError | undefined): void {
  if (!error) return;
  useSelection.getState().showError(instanceIdOf(table, error), findingIdOf(table, error));
  useLayout.getState().showSideTab("errors");
}

/** Marks the chosen finding, or takes its mark away. */
export async function toggleReviewed(): Promise<void> {
  const { runId } = useActiveRun.getState();
  const { instanceId, findingId } = useSelection.getState();
  if (!runId || !instanceId || !findingId) return;
  const isReviewed = !knownReviewedSubjects(runId).has(findingId);
  await markReviewed({ runId, instanceId, subject: findingId, isReviewed });
}

function currentReading() {
  const { runId } = useActiveRun.getState();
  const table = runId && queryClient.getQueryData(queries.runTable(runId).queryKey);
  if (!runId || !table) return undefined;
  const analysis = analyseRun(table, useThresholds.getState());
  const { findingId, lastErrorId } = useSelection.getState();
  const place = findingId ?? lastErrorId;
  const reviewed = knownReviewedSubjects(runId);
  const errors = listErrors(analysis, useErrorBrowser.getState(), { reviewed, kept: place });
  return { analysis, errors, place, reviewed };
}
