/** @file How large the findings are that a detector finds: recall by the area of the reference boxes. */
import type { RunMatches } from "../matching/match-run";
import { detectionAreas, referenceAreas } from "./box-measures";
import type { Frame, SizedRun } from "./case-table";
import { describeArea } from "./describe-range";
import { quantile } from "./quantile";
import { type RecallCases, type RecallRow, recallRow, tallyBoxes } from "./recall-row";
import { isInRange, rangesBetween, type ValueRange } from "./value-range";

/** The notebook's edges between small, medium and large: 64² and 96² square pixels of its 256 × 256 input. */
export const NOTEBOOK_AREAS_PX2 = [64 ** 2, 96 ** 2] as const;

export type SizeCases = Extract<RecallCases, { readonly kind: "reference-area" }>;

/** One row for the areas below the first edge, between each two, and from the last one up, each with its lower edge. `edgesPx2` rise, in square pixels of `frame`, to which images are stretched; absent: of the images. A
 * reference is found as `matchRun` says; the notebook's own rule, any detection above IoU 0.5, is in detection/evaluation.
 * False positives are sorted by their own area. */
export function recallBySize(
  run: SizedRun,
  matches: RunMatches,
  { edgesPx2 = NOTEBOOK_AREAS_PX2, frame }: { readonly edgesPx2?: readonly number[]; readonly frame?: Frame } = {},
): readonly RecallRow<SizeCases>[] {
  const edges = [0, ...edgesPx2];
  const ranges = edges.map((from, index) => ({
    from,
    ...(index + 1 < edges.length && { to: edges[index + 1]! }),
    holds: "lower-edge" as const,
  }));
  return rowsOf(run, matches, { ranges, frame, references: referenceAreas(run, frame) });
}

/** One row for each part of the reference boxes, sorted by area, between NumPy's linear quantiles; fewer rows where
 * areas tie so often that quantiles fall together, none without references. */
export function recallByQuantile(
  run: SizedRun,
  matches: RunMatches,
  { parts = 4, frame }: { readonly parts?: number; readonly frame?: Frame } = {},
): readonly RecallRow<SizeCases>[] {
  const references = referenceAreas(run, frame);
  const rising = references.toSorted();
  const edges = Array.from({ length: parts + 1 }, (_, part) => quantile(rising, part / parts));
  const distinct = [...new Set(edges)].filter((edge) => edge !== undefined);
  const ranges = distinct.length === 1 ? rangesBetween([distinct[0]!, distinct[0]!]) : rangesBetween(distinct);
  return rowsOf(run, matches, { ranges, frame, references });
}

interface Sizes {
  readonly ranges: readonly ValueRange[];
  readonly frame: Frame | undefined;
  /** [R] areas in the frame. */
  readonly references: Float64Array;
}

function rowsOf(run: SizedRun, matches: RunMatches, sizes: Sizes): readonly RecallRow<SizeCases>[] {
  const { ranges, frame, references } = sizes;
  const detections = detectionAreas(run, frame);
  const rangeOf = (area: number): number | undefined => {
    for (let index = 0; index < ranges.length; index++) if (isInRange(area, ranges[index]!)) return index;
    return undefined;
  };
  const tallies = tallyBoxes(run, matches, {
    count: ranges.length,
    ofReference: (row) => rangeOf(references[row]!),
    ofDetection: (row) => rangeOf(detections[row]!),
  });
  return ranges.map((range, index) => {
    const cases = { kind: "reference-area" as const, ...range, ...(frame && { frame }), ...matches.thresholds };
    return recallRow(describeArea(range), cases, tallies[index]!);
  });
}
