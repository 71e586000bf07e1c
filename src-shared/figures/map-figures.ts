/** @file What the heat maps of a run measure, apart for right boxes, wrong boxes and misses. */
import type { Explanation } from "../domain/explanation";
import { edgesOfMeasure, MAP_MEASURES, type MapMeasure, mapMeasure } from "./map-measures";
import { quantile } from "./quantile";
import { type RankSum, rankSum } from "./rank-sum";

export const MAP_OUTCOMES = ["true-positive", "false-positive", "miss"] as const;
export type MapOutcome = (typeof MAP_OUTCOMES)[number];

/** Fewer maps of either kind decide nothing, and what chance reaches is not known well. */
export const LEAST_TO_COMPARE = 10;

export interface OutcomeFigures {
  readonly n: number;
  /** One for each bin. */
  readonly counts: readonly number[];
  /** Undefined without values. */
  readonly quartiles?: { readonly low: number; readonly median: number; readonly high: number };
}

export interface MeasureFigures {
  readonly measure: MapMeasure;
  /** One more than the bins, rising; a value beyond the ends is in the nearest bin. */
  readonly edges: readonly number[];
  readonly outcomes: Readonly<Record<MapOutcome, OutcomeFigures>>;
  /** Whether right boxes have greater values than wrong ones; undefined with fewer than LEAST_TO_COMPARE maps of either. */
  readonly rightAgainstWrong: RankSum | undefined;
}

export type OutcomeOf = (explanation: Explanation) => MapOutcome | undefined;

/** One entry for each measure; maps without an outcome or without the measure are left out of it. Empty maps count
 * wherever something was measured of them. */
export function mapFigures(explanations: readonly Explanation[], outcomeOf: OutcomeOf): readonly MeasureFigures[] {
  const outcomes = explanations.map(outcomeOf);
  return MAP_MEASURES.map((measure) => {
    const edges = edgesOfMeasure(measure);
    const valuesOf = (outcome: MapOutcome): readonly number[] =>
      explanations.flatMap(({ measures }, index) =>
        outcomes[index] === outcome ? (mapMeasure(measure, measures) ?? []) : [],
      );
    const values = {
      "true-positive": valuesOf("true-positive"),
      "false-positive": valuesOf("false-positive"),
      miss: valuesOf("miss"),
    };
    return {
      measure,
      edges,
      outcomes: {
        "true-positive": figuresOf(values["true-positive"], edges),
        "false-positive": figuresOf(values["false-positive"], edges),
        miss: figuresOf(values.miss, edges),
      },
      rightAgainstWrong: compare(values["true-positive"], values["false-positive"]),
    };
  });
}

/** The bin that holds a value: its lower edge, the last one both. */
export function binOfMeasure(value: number, edges: readonly number[]): number {
  const bin = edges.findLastIndex((edge) => value >= edge);
  return Math.min(Math.max(bin, 0), edges.length - 2);
}

/** Maps of an outcome whose greatest value lies in the box, of those of which that is known. */
export function countPointing(
  explanations: readonly Explanation[],
  { outcomeOf, outcome, at }: { outcomeOf: OutcomeOf; outcome: MapOutcome; at: "pointsAtBox" | "pointsAtReference" },
): { readonly hits: number; readonly n: number } {
  const claims = explanations
    .filter((explanation) => outcomeOf(explanation) === outcome)
    .flatMap(({ measures }) => measures[at] ?? []);
  return { hits: claims.filter(Boolean).length, n: claims.length };
}

function compare(right: readonly number[], wrong: readonly number[]): RankSum | undefined {
  return Math.min(right.length, wrong.length) < LEAST_TO_COMPARE ? undefined : rankSum(right, wrong);
}

function figuresOf(values: readonly number[], edges: readonly number[]): OutcomeFigures {
  const counts = Array.from({ length: edges.length - 1 }, () => 0);
  for (const value of values) counts[binOfMeasure(value, edges)]!++;
  const rising = values.toSorted((a, b) => a - b);
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(rising, share));
  const hasValues = low !== undefined && median !== undefined && high !== undefined;
  return { n: values.length, counts, ...(hasValues && { quartiles: { low, median, high } }) };
}
