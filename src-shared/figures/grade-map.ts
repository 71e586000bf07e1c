/** @file Whether a heat map deserves belief, from what was measured about it. */
import type { Explanation, MapMeasures } from "../domain/explanation";

/** `unchecked`: nothing speaks against the map, but a check that could have is missing. */
export const MAP_GRADES = ["convincing", "doubtful", "misleading", "unchecked"] as const;
export type MapGrade = (typeof MAP_GRADES)[number];

/** What a map is asked, in the order in which answers are told. */
export const MAP_CHECKS = ["target", "place", "scrambling", "removal", "agreement"] as const;
export type MapCheck = (typeof MAP_CHECKS)[number];

/** `weak`: neither for nor against, though it was measured. `open`: not measured, or without meaning for this map. */
export type CheckVerdict = "for" | "weak" | "against" | "open";

export interface GradedMap {
  readonly grade: MapGrade;
  readonly reasons: Readonly<Record<MapCheck, CheckVerdict>>;
}

/** What the grade needs of an explanation. */
export type GradableMap = Pick<Explanation, "measures" | "method" | "isEmpty">;

/** On average from this rank correlation up, a map has stayed alike although the weights were drawn anew. */
export const ALIKE_CORRELATION = 0.5;
/** The area of insertion above that of deletion, from which the map's order of places beats a random one; as far below
 * it is worse than random. Random orders have the same areas on average, but those of one coarse map do not: the areas
 * of fifteen random maps on one image lay 0.2 apart (standard deviation; compact Faster R-CNN, 4 × 4 to 16 × 16 cells). */
export const REMOVAL_MARGIN = 0.3;
/** On average below this rank correlation the methods mark different places. */
export const AGREEING_CORRELATION = 0.3;
/** The share of energy inside, in shares of the area, from which a map lies on its box. */
export const CONCENTRATION = 2;

/** The rules; none of the limits is published, they are ours.
 *
 * 1. **misleading**: the map stays alike when the network's weights are drawn anew, so that it shows the picture and not
 *    what the network learned (Adebayo et al. 2018, arXiv:1810.03292), or merely the box, which at deep layers is all that
 *    a box's gradient passes through, or what it marks counts less for the score than the rest (Petsiuk et al. 2018,
 *    arXiv:1806.07421).
 * 2. **doubtful**: its energy does not lie on what it explains (the usual question to a map in radiology: Saporta et al.,
 *    Nature Machine Intelligence 4, 2022), what it marks counts no more than a random choice, other methods at the same
 *    layer mark other places (Krishna et al. 2022, arXiv:2202.01602), or it is the same whatever is asked. Each of eight
 *    methods failed at least one such question on radiographs (Arun et al., Radiology: AI 3(6), 2021).
 * 3. **unchecked**: place, scrambling or removal are not measured. A map's place alone earns nothing better: an edge
 *    detector would lie on many a box too. Scrambling is not asked of D-RISE, which reads nothing but answers. An empty
 *    map claims nothing, so that there is nothing to check.
 * 4. **convincing**: all the rest. */
export function gradeMap(map: GradableMap): GradedMap {
  const reasons = {
    target: map.method === "eigen-cam" ? "against" : "for",
    place: map.isEmpty ? "open" : judgePlace(map.measures),
    scrambling: judgeScrambling(map.measures),
    removal: judgeRemoval(map.measures),
    agreement: judgeAgreement(map.measures),
  } as const;
  return { grade: map.isEmpty ? "unchecked" : gradeOf(reasons, map.method), reasons };
}

function gradeOf(reasons: GradedMap["reasons"], method: Explanation["method"]): MapGrade {
  if (reasons.scrambling === "against" || reasons.removal === "against") return "misleading";
  if (Object.values(reasons).some((verdict) => verdict === "against" || verdict === "weak")) return "doubtful";
  const needed = method === "d-rise" ? (["place", "removal"] as const) : (["place", "scrambling", "removal"] as const);
  return needed.some((check) => reasons[check] === "open") ? "unchecked" : "convincing";
}

/** `for` where the energy inside is at least twice the area's share, or, where the box is so large that twice its share
 * would be most of the image, where half of the energy that an even map has outside is drawn in. */
function judgePlace({ energyInBox, boxShare, pointsAtBox }: MapMeasures): CheckVerdict {
  if (energyInBox === undefined || boxShare === undefined) return "open";
  if (energyInBox >= Math.min(CONCENTRATION * boxShare, (1 + boxShare) / 2)) return "for";
  return pointsAtBox || energyInBox > boxShare ? "weak" : "against";
}

function judgeScrambling(measures: MapMeasures): CheckVerdict {
  const similarity = meanSimilarity(measures);
  if (similarity === undefined) return "open";
  return similarity < ALIKE_CORRELATION ? "for" : "against";
}

function judgeRemoval(measures: MapMeasures): CheckVerdict {
  const margin = insertionAboveDeletion(measures);
  if (margin === undefined) return "open";
  if (margin >= REMOVAL_MARGIN) return "for";
  return margin > -REMOVAL_MARGIN ? "weak" : "against";
}

function judgeAgreement(measures: MapMeasures): CheckVerdict {
  const agreement = meanAgreement(measures);
  if (agreement === undefined) return "open";
  return agreement >= AGREEING_CORRELATION ? "for" : "weak";
}

/** Of the parts' rank correlations with the map of the scrambled network; undefined where none was measured. */
export function meanSimilarity({ randomisation = [] }: MapMeasures): number | undefined {
  return meanOf(randomisation.map(({ similarity }) => similarity));
}

/** Area of insertion less area of deletion; about 0 for a random order of places. */
export function insertionAboveDeletion({ insertion, deletion }: MapMeasures): number | undefined {
  return insertion && deletion && insertion.area - deletion.area;
}

/** Mean rank correlation with the methods that ask for the same target: without Eigen-CAM, which asks for none. */
export function meanAgreement({ agreement = {} }: MapMeasures): number | undefined {
  return meanOf(Object.entries(agreement).flatMap(([method, value]) => (method === "eigen-cam" ? [] : [value])));
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
