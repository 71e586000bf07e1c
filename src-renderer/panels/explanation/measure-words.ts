/** @file What is measured of a heat map, in words. */

export interface MeasureWords {
  /** Short, for a narrow column. */
  readonly name: string;
  readonly title: string;
  readonly definition: string;
  /** Said where there is none. */
  readonly whyUndefined: string;
}

const NEEDS_BOX = "Nothing was drawn that the map could lie on.";
const NEEDS_REFERENCES = "The image has no reference boxes.";
const NEEDS_CHECK = "Not measured yet: no check was made.";
const EMPTY = "An empty map lies nowhere.";

export const MEASURE_WORDS = {
  energyInBox: {
    name: "In the box",
    title: "Energy in the box",
    definition:
      "Share of the map’s sum that lies inside the explained box (Wang et al., 2020: energy-based pointing game).",
    whyUndefined: `${NEEDS_BOX} ${EMPTY}`,
  },
  boxLift: {
    name: "× chance, box",
    title: "Aim at the box",
    definition:
      "Energy in the box over the box’s share of the image’s area: 1 is what a map without any aim would have, more is better.",
    whyUndefined: `${NEEDS_BOX} ${EMPTY}`,
  },
  pointsAtBox: {
    name: "Peak in the box",
    title: "Peak in the box",
    definition: "Whether the greatest value lies inside the explained box: the pointing game (Zhang et al., 2018).",
    whyUndefined: `${NEEDS_BOX} ${EMPTY}`,
  },
  energyInReferences: {
    name: "In references",
    title: "Energy in reference boxes",
    definition: "Share of the map’s sum inside any reference box of the image.",
    whyUndefined: NEEDS_REFERENCES,
  },
  referencesLift: {
    name: "× chance, refs",
    title: "Aim at reference boxes",
    definition: "Energy in reference boxes over their share of the image’s area.",
    whyUndefined: NEEDS_REFERENCES,
  },
  pointsAtReference: {
    name: "Peak in refs",
    title: "Peak in a reference box",
    definition: "Whether the greatest value lies inside a reference box.",
    whyUndefined: NEEDS_REFERENCES,
  },
  deletion: {
    name: "Deletion",
    title: "Deletion",
    definition:
      "Area under the score while the hottest parts are blurred out, 10 % at a time; small is good (Petsiuk et al., 2018: RISE).",
    whyUndefined: NEEDS_CHECK,
  },
  insertion: {
    name: "Insertion",
    title: "Insertion",
    definition: "Area under the score while the hottest parts are put back into a blurred image; great is good (RISE).",
    whyUndefined: NEEDS_CHECK,
  },
  randomisation: {
    name: "Scrambled alike",
    title: "Alike after scrambling",
    definition:
      "Mean rank correlation with the maps of the same network after its weights were drawn anew, from the output down: a map that stays alike says nothing about the model (Adebayo et al., 2018).",
    whyUndefined: NEEDS_CHECK,
  },
  agreement: {
    name: "Agreement",
    title: "Agreement of methods",
    definition: "Mean rank correlation with the maps of the other methods at the same layer.",
    whyUndefined: "No other method could be compared at this layer.",
  },
} as const satisfies Record<string, MeasureWords>;
