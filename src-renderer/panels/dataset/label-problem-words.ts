/** @file Kinds of doubtful labels in a reader's words. */
import type { LabelProblemKind } from "../../../src-shared/domain/overview";

export const LABEL_PROBLEM_NAMES = {
  "duplicate-box": "Duplicate box",
  "near-identical-boxes": "Nearly identical boxes",
  "box-outside-image": "Box outside the image",
  "tiny-box": "Tiny box",
  "negative-with-box": "Negative with a box",
  "positive-without-box": "Positive without a box",
  "near-duplicate-image": "Nearly the same image",
  "patient-in-two-splits": "Patient in two splits",
  "unreadable-row": "Unreadable row",
} satisfies Record<LabelProblemKind, string>;
