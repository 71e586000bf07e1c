/** @file The single numbers that say what a heat map is worth, read from what was measured of it. */
import type { MapMeasures } from "../domain/explanation";
import { meanAgreement, meanSimilarity } from "./grade-map";
import { linspace } from "./linspace";

interface Measure {
  readonly read: (measures: MapMeasures) => number | undefined;
  /** Of a histogram; a value beyond the ends belongs to the nearest bin. */
  readonly edges: readonly number[];
}

const SHARES = linspace(0, 1, 21);
const CORRELATIONS = linspace(-1, 1, 21);
/** An eighth of what chance would give to 128 times of it. */
const RATIOS = linspace(-3, 7, 21).map((exponent) => 2 ** exponent);

const MEASURES = {
  energyInBox: { read: ({ energyInBox }) => energyInBox, edges: SHARES },
  /** Energy in the box over its share of the image. */
  boxLift: { read: ({ energyInBox, boxShare }) => ratio(energyInBox, boxShare), edges: RATIOS },
  energyInReferences: { read: ({ energyInReferences }) => energyInReferences, edges: SHARES },
  referencesLift: {
    read: ({ energyInReferences, referencesShare }) => ratio(energyInReferences, referencesShare),
    edges: RATIOS,
  },
  randomisation: { read: meanSimilarity, edges: CORRELATIONS },
  deletion: { read: ({ deletion }) => deletion?.area, edges: SHARES },
  insertion: { read: ({ insertion }) => insertion?.area, edges: SHARES },
  agreement: { read: meanAgreement, edges: CORRELATIONS },
} as const satisfies Record<string, Measure>;

export type MapMeasure = keyof typeof MEASURES;
export const MAP_MEASURES = Object.keys(MEASURES) as readonly MapMeasure[];

/** Undefined where it was not measured or has no meaning. */
export function mapMeasure(measure: MapMeasure, measures: MapMeasures): number | undefined {
  return MEASURES[measure].read(measures);
}

export function edgesOfMeasure(measure: MapMeasure): readonly number[] {
  return MEASURES[measure].edges;
}

function ratio(energy: number | undefined, share: number | undefined): number | undefined {
  return energy === undefined || !share ? undefined : energy / share;
}
