/** @file The reader's steps from case to case, for keys, buttons and the palette alike. */
import type { InstanceId } from "../../src-shared/domain/identifiers";
import { currentWorklistFilter } from "./case-query";
import { PAGE_ROWS, queries, type WorklistFilter } from "./queries";
import { queryClient } from "./query-client";
import { useSelection } from "./selection-store";

/** Shows the neighbour of the image on screen in the worklist as it is narrowed now; stays at either end. */
export async function stepCase(step: 1 | -1): Promise<void> {
  const filter = currentWorklistFilter();
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
  const filter = currentWorklistFilter();
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
