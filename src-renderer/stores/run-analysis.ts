/** @file What a run got right and wrong at two thresholds: computed once, however many panels ask. */
import { DETECTION_STRIDE, REFERENCE_STRIDE, type RunTable } from "../../src-shared/contract/run-table";
import type { Box } from "../../src-shared/domain/box";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import { BELOW_THRESHOLD, matchRun, type RunMatches, UNMATCHED } from "../../src-shared/matching/match-run";
import { type RankedErrors, rankErrors } from "../../src-shared/matching/rank-errors";
import type { Thresholds } from "./thresholds-store";

export interface ImageTally {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly misses: number;
}

/** Rows of the table that belong to one image. */
export interface ImageRows {
  readonly image: number;
  readonly firstDetection: number;
  readonly endDetection: number;
  readonly firstReference: number;
  readonly endReference: number;
}

/** Later steps are computed when first asked for: a slider that moves over the image needs no ranked list. */
export class RunAnalysis {
  readonly matches: RunMatches;
  #errors: RankedErrors | undefined;
  #tallies: ReadonlyMap<InstanceId, ImageTally> | undefined;

  constructor(
    readonly table: RunTable,
    thresholds: Thresholds,
  ) {
    this.matches = matchRun(table, thresholds);
  }

  get errors(): RankedErrors {
    this.#errors ??= rankErrors(this.table, this.matches);
    return this.#errors;
  }

  get tallies(): ReadonlyMap<InstanceId, ImageTally> {
    this.#tallies ??= tallyImages(this.table, this.matches);
    return this.#tallies;
  }
}

/** The last two are kept: the thresholds under the hand, and those that a deferred list still shows. */
const KEPT = 2;
const analyses = new WeakMap<RunTable, RunAnalysis[]>();

export function analyseRun(table: RunTable, { scoreThreshold, iouThreshold }: Thresholds): RunAnalysis {
  const kept = analyses.get(table) ?? [];
  const known = kept.find(
    ({ matches }) =>
      matches.thresholds.scoreThreshold === scoreThreshold && matches.thresholds.iouThreshold === iouThreshold,
  );
  if (known) return known;
  const analysis = new RunAnalysis(table, { scoreThreshold, iouThreshold });
  analyses.set(table, [analysis, ...kept.slice(0, KEPT - 1)]);
  return analysis;
}

const rowsOfTables = new WeakMap<RunTable, ReadonlyMap<InstanceId, ImageRows>>();

/** Where the rows of each image stand. */
export function rowsByInstance(table: RunTable): ReadonlyMap<InstanceId, ImageRows> {
  const known = rowsOfTables.get(table);
  if (known) return known;
  const rows = new Map<InstanceId, ImageRows>();
  let firstDetection = 0;
  let firstReference = 0;
  table.head.images.forEach(({ instanceId, detections, references }, image) => {
    const endDetection = firstDetection + detections;
    const endReference = firstReference + references;
    rows.set(instanceId, { image, firstDetection, endDetection, firstReference, endReference });
    firstDetection = endDetection;
    firstReference = endReference;
  });
  rowsOfTables.set(table, rows);
  return rows;
}

export function detectionBox(table: RunTable, row: number): Box {
  const [x1, y1, x2, y2] = table.detections.subarray(row * DETECTION_STRIDE, row * DETECTION_STRIDE + 4);
  return { x1: x1!, y1: y1!, x2: x2!, y2: y2! };
}

export function detectionScore(table: RunTable, row: number): number {
  return table.detections[row * DETECTION_STRIDE + 4]!;
}

export function referenceBox(table: RunTable, row: number): Box {
  const [x1, y1, x2, y2] = table.references.subarray(row * REFERENCE_STRIDE, row * REFERENCE_STRIDE + 4);
  return { x1: x1!, y1: y1!, x2: x2!, y2: y2! };
}

function tallyImages(table: RunTable, matches: RunMatches): ReadonlyMap<InstanceId, ImageTally> {
  const tallies = new Map<InstanceId, ImageTally>();
  for (const [instanceId, rows] of rowsByInstance(table)) {
    const found = matches.referenceOf.subarray(rows.firstDetection, rows.endDetection);
    const truePositives = found.reduce((count, reference) => count + (reference >= 0 ? 1 : 0), 0);
    const shown = found.reduce((count, reference) => count + (reference === BELOW_THRESHOLD ? 0 : 1), 0);
    const misses = matches.detectionOf
      .subarray(rows.firstReference, rows.endReference)
      .reduce((count, detection) => count + (detection === UNMATCHED ? 1 : 0), 0);
    tallies.set(instanceId, { truePositives, falsePositives: shown - truePositives, misses });
  }
  return tallies;
}
