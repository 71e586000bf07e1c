/** @file What each kind of error costs a run in average precision, as TIDE weighs it. */
import { DETECTION_STRIDE } from "../../../src-shared/contract/run-table";
import type { ErrorKind } from "../../../src-shared/domain/case-filter";
import type { TideCosts } from "../../../src-shared/domain/evaluation";
import { rowsInFallingScore } from "../../../src-shared/matching/rows-in-falling-score";
import { UNMATCHED, type MatchableRun } from "../../../src-shared/matching/match-run";
import { meanAveragePrecision, NO_CLASS, type RankedPoints } from "./tide-average-precision";
import { findTideErrors, type TideErrors, type TideSettings, type TideVerdict } from "./tide-errors";

/** How much higher TIDE's AP, in percent, would be if all errors of one kind were mended: errors of place and class
 * find their reference where it is still free and are taken away where not; duplicates, background and errors of both
 * are taken away; missed references are struck from the count. `FalsePos` ranks all wrong detections last, `FalseNeg`
 * strikes all references that were not found, and is below 0 where ties alone, ranked otherwise, cost more than that
 * brings. Kinds overlap, so they do not add up. Undefined without references or without detections on the images that
 * count, where TIDE divides by 0. About 0.15 s for 200,000 detections, sorting apart.
 * @throws {Failure} `invalid-input` unless 0 < backgroundIou ≤ iouThreshold ≤ 1.
 * @see Bolya et al., TIDE, ECCV 2020, arXiv:2008.08115; tidecv 1.0.1, quantify.py, TIDERun.fix_main_errors */
export function tide(
  table: MatchableRun,
  { iouThreshold = 0.5, backgroundIou = Math.min(0.1, iouThreshold), ...settings }: Partial<TideSettings> = {},
): TideCosts | undefined {
  const { images = "with-references" } = settings;
  const errors = findTideErrors(table, { iouThreshold, backgroundIou, images });
  const order = rowsInFallingScore(table).filter((row) => errors.verdicts[row] !== "left-out");
  if (order.length === 0 || errors.detectionOf.length === 0) return undefined;
  const points = rankPoints(table, errors, order);
  const ap50 = meanAveragePrecision(points)!;
  const mendedOrder = wrongFirstInTies(points, table);
  const costs = { ap50, points, mendedOrder, detectionsOf: groupByVerdict(errors), table, errors };
  return { ap50, main: mainCosts(costs), special: specialCosts(costs) };
}

interface CostInput {
  readonly ap50: number;
  readonly points: RankedPoints;
  /** TIDE writes errors down before right detections when it mends: ties then stand so, otherwise as in the table. */
  readonly mendedOrder: Uint32Array;
  readonly detectionsOf: ReadonlyMap<TideVerdict | ErrorKind, readonly number[]>;
  readonly table: MatchableRun;
  readonly errors: TideErrors;
}

function rankPoints({ head }: MatchableRun, { verdicts }: TideErrors, order: Uint32Array): RankedPoints {
  const { detectionLabels, referenceLabels } = head;
  let classes = 0;
  for (const label of detectionLabels) classes = Math.max(classes, label + 1);
  for (const label of referenceLabels) classes = Math.max(classes, label + 1);
  const references = new Int32Array(classes);
  for (const label of referenceLabels) references[label]!++;
  return {
    order,
    labels: Int32Array.from(detectionLabels),
    isRight: Uint8Array.from(verdicts, (verdict) => Number(verdict === "right")),
    references,
  };
}

/** Equal scores with the wrong ones first. */
function wrongFirstInTies({ order, isRight }: RankedPoints, { detections }: MatchableRun): Uint32Array {
  const answer = new Uint32Array(order.length);
  const scores = Float64Array.from(order, (row) => detections[row * DETECTION_STRIDE + 4]!);
  for (let start = 0, end = 0; start < order.length; start = end) {
    let next = start;
    for (end = start; end < order.length && scores[end] === scores[start]; end++) {
      if (isRight[order[end]!] === 0) answer[next++] = order[end]!;
    }
    for (let rank = start; rank < end; rank++) if (isRight[order[rank]!] === 1) answer[next++] = order[rank]!;
  }
  return answer;
}

function groupByVerdict({ verdicts }: TideErrors): CostInput["detectionsOf"] {
  const groups = new Map<TideVerdict, number[]>();
  verdicts.forEach((verdict, detection) => {
    const group = groups.get(verdict);
    if (group) group.push(detection);
    else groups.set(verdict, [detection]);
  });
  return groups;
}

function mainCosts(input: CostInput): TideCosts["main"] {
  // Ties and the 101 recalls can let AP fall by mending; TIDE calls that no cost.
  const cost = (kind: ErrorKind) => Math.max(meanAveragePrecision(mend(input, kind))! - input.ap50, 0);
  return {
    Cls: cost("classification"),
    Loc: cost("localisation"),
    Both: cost("classification-and-localisation"),
    Dupe: cost("duplicate"),
    Bkg: cost("background"),
    Miss: cost("miss"),
  };
}

function mend({ points, mendedOrder, detectionsOf, table, errors }: CostInput, kind: ErrorKind): RankedPoints {
  const labels = points.labels.slice();
  const isRight = points.isRight.slice();
  for (const detection of detectionsOf.get(kind) ?? []) {
    const reference = errors.mendedTo[detection]!;
    labels[detection] = reference === UNMATCHED ? NO_CLASS : table.head.referenceLabels[reference]!;
    isRight[detection] = 1;
  }
  const isStruck = (reference: number) => kind === "miss" && errors.isMissed[reference] === 1;
  return { order: mendedOrder, labels, isRight, references: strike(table, isStruck, points) };
}

function specialCosts({ ap50, points, mendedOrder, table, errors }: CostInput): TideCosts["special"] {
  const isStruck = (reference: number) => errors.detectionOf[reference] === UNMATCHED;
  const allFound = { ...points, order: mendedOrder, references: strike(table, isStruck, points) };
  return {
    FalsePos: meanAveragePrecision({ ...points, order: rightFirst(points) })! - ap50,
    FalseNeg: meanAveragePrecision(allFound)! - ap50,
  };
}

/** References of each class without the struck ones. */
function strike(
  { head }: MatchableRun,
  isStruck: (reference: number) => boolean,
  { references }: RankedPoints,
): Int32Array {
  const left = references.slice();
  head.referenceLabels.forEach((label, reference) => {
    if (isStruck(reference)) left[label]!--;
  });
  return left;
}

function rightFirst({ order, isRight }: RankedPoints): Uint32Array {
  const answer = new Uint32Array(order.length);
  let next = 0;
  for (const detection of order) if (isRight[detection] === 1) answer[next++] = detection;
  for (const detection of order) if (isRight[detection] === 0) answer[next++] = detection;
  return answer;
}
