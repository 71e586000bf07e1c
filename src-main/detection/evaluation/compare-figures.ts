/** @file Which of two runs over the same images is better, and how sure that is. */
import type { ComparedFigure } from "../../../src-shared/domain/comparison";
import { HEADLINE_FIGURES, type HeadlineFigure } from "../../../src-shared/domain/evaluation";
import { Failure } from "../../../src-shared/domain/failure";
import type { MatchThresholds } from "../../../src-shared/matching/match-run";
import { type BootstrapSettings, forEachResample, intervalOf } from "./bootstrap-figures";
import type { FurtherTables } from "./further-figures";
import { type HeadlineValues, weighHeadlineFigures } from "./weigh-headline-figures";

export interface ComparedTables {
  readonly left: FurtherTables;
  readonly right: FurtherTables;
}

/** Paired bootstrap: both runs are judged on the same resampled patients, so that what makes an image hard for both
 * cancels. The intervals are of the difference right − left, and of each run by itself, by the percentile method; the p-value is two-sided: twice the
 * smaller share of resamples on one side of 0, those at 0 on both, from 1 / resamples to 1. Resamples in which either
 * figure is undefined are left out. Without resamples, or with one patient alone, neither.
 * @throws {Failure} `invalid-input` when the tables do not hold the same images in the same order.
 * @see Efron and Tibshirani, An introduction to the bootstrap, 1993, sections 13.3 and 15.4 */
export async function compareFigures(
  { left, right }: ComparedTables,
  thresholds: MatchThresholds,
  settings: BootstrapSettings,
): Promise<readonly ComparedFigure[]> {
  requireSameImages(left, right);
  const { images } = left.table.head;
  const figuresOf = { left: weighHeadlineFigures(left, thresholds), right: weighHeadlineFigures(right, thresholds) };
  const both = (weights: Uint16Array): BothValues => ({
    left: figuresOf.left(weights),
    right: figuresOf.right(weights),
  });
  const onAll = both(new Uint16Array(images.length).fill(1));
  const drawn = new Map<HeadlineFigure, Drawn>(
    HEADLINE_FIGURES.map((figure) => [figure, { left: [], right: [], differences: [] }]),
  );
  await forEachResample(images, settings, (weights) => {
    const values = both(weights);
    for (const [figure, { left: lefts, right: rights, differences }] of drawn) {
      pushDefined(lefts, values.left[figure]);
      pushDefined(rights, values.right[figure]);
      pushDefined(differences, differenceOf(values, figure));
    }
  });
  return HEADLINE_FIGURES.map((figure) => compareFigure(figure, onAll, { ...settings, drawn: drawn.get(figure)! }));
}

interface BothValues {
  readonly left: HeadlineValues;
  readonly right: HeadlineValues;
}

/** Values of a figure, of the resamples in which it is defined. */
interface Drawn {
  readonly left: number[];
  readonly right: number[];
  readonly differences: number[];
}

function pushDefined(values: number[], value: number | undefined): void {
  if (value !== undefined) values.push(value);
}

function requireSameImages(left: FurtherTables, right: FurtherTables): void {
  const ids = [left, right].map(({ table }) => table.head.images.map(({ id }) => id));
  if (ids[0]!.length === ids[1]!.length && ids[0]!.every((id, index) => id === ids[1]![index])) return;
  throw new Failure("invalid-input", "The two runs do not hold the same images in the same order.");
}

function differenceOf({ left, right }: BothValues, figure: HeadlineFigure): number | undefined {
  const values = { left: left[figure], right: right[figure] };
  return values.left === undefined || values.right === undefined ? undefined : values.right - values.left;
}

function compareFigure(
  figure: HeadlineFigure,
  onAll: BothValues,
  { drawn, resamples }: { readonly drawn: Drawn; readonly resamples: number },
): ComparedFigure {
  const left = onAll.left[figure];
  const right = onAll.right[figure];
  const difference = differenceOf(onAll, figure);
  const interval = difference === undefined ? undefined : intervalOf(drawn.differences, resamples);
  const leftInterval = left === undefined ? undefined : intervalOf(drawn.left, resamples);
  const rightInterval = right === undefined ? undefined : intervalOf(drawn.right, resamples);
  return {
    figure,
    ...(left !== undefined && { left }),
    ...(right !== undefined && { right }),
    ...(leftInterval && { leftInterval }),
    ...(rightInterval && { rightInterval }),
    ...(difference !== undefined && { difference }),
    ...(interval && { interval, pValue: pValueOf(drawn.differences) }),
  };
}

function pValueOf(differences: readonly number[]): number {
  const below = differences.filter((difference) => difference <= 0).length;
  const above = differences.filter((difference) => difference >= 0).length;
  return Math.min(Math.max(2 * Math.min(below, above), 1) / differences.length, 1);
}
