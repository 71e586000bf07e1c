/** @file Kinds of import problems in a reader's words. */
import type { ImportProblemKind } from "../../../src-shared/domain/dataset";

export const PROBLEM_KIND_NAMES = {
  "unreadable-file": "Unreadable file",
  "unsupported-image": "Unsupported image",
  "label-without-image": "Label without image",
  "image-without-label": "Image without label",
  "invalid-label": "Invalid label",
  "box-outside-image": "Box outside image",
  "duplicate-image": "Duplicate image",
  "duplicate-label": "Duplicate label",
  "missing-identifier": "Missing identifier",
} satisfies Record<ImportProblemKind, string>;
