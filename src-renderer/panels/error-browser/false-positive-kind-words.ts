/** @file Names and meanings of the kinds of false positives, in a reader's words. */
import { BACKGROUND_IOU, type FalsePositiveKind } from "../../../src-shared/matching/rank-errors";

export const FALSE_POSITIVE_KIND_WORDS = {
  background: {
    name: "Background",
    meaning: `Overlaps no reference box by an IoU of ${BACKGROUND_IOU} or more: the model saw something where the reference has nothing.`,
  },
  localisation: {
    name: "Localisation",
    meaning: "Overlaps a reference box, but by less than the IoU threshold: right place, wrong outline.",
  },
  duplicate: {
    name: "Duplicate",
    meaning: "Overlaps a reference box well enough, but a more confident detection has already found it.",
  },
  classification: {
    name: "Classification",
    meaning: "Overlaps a reference box of another label well enough: right place, wrong name.",
  },
  "classification-and-localisation": {
    name: "Class and place",
    meaning: "Overlaps a reference box of another label, but by less than the IoU threshold.",
  },
} satisfies Record<FalsePositiveKind, { readonly name: string; readonly meaning: string }>;
