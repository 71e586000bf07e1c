/** @file The order in which a reader marked and judged since the page was loaded, so that one key takes back the newest,
 * whichever it was. */
import type { RunId } from "../../src-shared/domain/identifiers";

export type ReaderDeed = "review" | "verdict";

const deeds = new Map<RunId, ReaderDeed[]>();

export function rememberDeed(runId: RunId, deed: ReaderDeed): void {
  deeds.set(runId, [...(deeds.get(runId) ?? []), deed]);
}

/** Hands out the newest one, and forgets it; undefined where nothing was done since the page was loaded. */
export function takeNewestDeed(runId: RunId): ReaderDeed | undefined {
  return deeds.get(runId)?.pop();
}
