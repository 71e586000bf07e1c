/** @file Which box of the run or the data set a heat map is of. */
import type { ExplanationTarget } from "../../src-shared/domain/explanation";

/** A detection's or an annotation's identifier; undefined for a label and for its strongest candidate, which nothing
 * made right or wrong. */
export function explainedBoxId(target: ExplanationTarget): string | undefined {
  if (target.kind === "detection") return target.detectionId;
  return target.kind === "miss" ? target.annotationId : undefined;
}
