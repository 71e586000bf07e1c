/** @file Orders all detections of a run by score, once for however many lists and curves ask. */
import { DETECTION_STRIDE } from "../contract/run-table";
import type { MatchableRun } from "./match-run";

const orders = new WeakMap<MatchableRun, Uint32Array>();

/** [D] rows of the table's detections in falling score; ties in the table's order. Scores lie between 0 and 1. Kept with
 * the table, since thresholds move and the order stays. About 50 ns a detection. */
export function rowsInFallingScore(run: MatchableRun): Uint32Array {
  const known = orders.get(run);
  if (known) return known;
  const scores = Float64Array.from(run.head.detectionLabels, (_, row) => run.detections[row * DETECTION_STRIDE + 4]!);
  const rows = sortByFallingScore(scores);
  orders.set(run, rows);
  return rows;
}

const BUCKETS = 2 ** 16;
/** Longer buckets are sorted by comparison: there, many scores lie closer together than two buckets. */
const INSERTED_MAX = 64;

/** Rows are put into even ranges of scores first, which leaves very few for each: ten times faster than comparing all. */
function sortByFallingScore(scores: Float64Array): Uint32Array {
  const starts = new Uint32Array(BUCKETS + 2);
  for (const score of scores) starts[bucketOf(score) + 1]!++;
  for (let bucket = 0; bucket <= BUCKETS; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const next = starts.slice();
  const rows = new Uint32Array(scores.length);
  for (let row = 0; row < scores.length; row++) rows[next[bucketOf(scores[row]!)]!++] = row;
  for (let bucket = 0; bucket <= BUCKETS; bucket++) {
    const members = starts[bucket + 1]! - starts[bucket]!;
    if (members > INSERTED_MAX)
      rows.subarray(starts[bucket], starts[bucket + 1]).sort((a, b) => scores[b]! - scores[a]!);
    else if (members > 1) insertInOrder(rows, starts[bucket]!, { end: starts[bucket + 1]!, scores });
  }
  return rows;
}

/** From 0 for the highest score to BUCKETS for 0. */
function bucketOf(score: number): number {
  return BUCKETS - Math.floor(Math.min(Math.max(score, 0), 1) * BUCKETS);
}

/** Leaves equal scores as they stand. */
function insertInOrder(
  rows: Uint32Array,
  begin: number,
  { end, scores }: { readonly end: number; readonly scores: Float64Array },
): void {
  for (let sorted = begin + 1; sorted < end; sorted++) {
    const row = rows[sorted]!;
    let place = sorted;
    for (; place > begin && scores[rows[place - 1]!]! < scores[row]!; place--) rows[place] = rows[place - 1]!;
    rows[place] = row;
  }
}
