/** @file The candidate that a heat map explains where the model drew no box: what was missed, or came nearest to one. */
import type { Box } from "../../../src-shared/domain/box";
import type { Explanation } from "../../../src-shared/domain/explanation";
import { readableScore } from "../../components/readable";
import type { OverlayLayer } from "../../viewer/viewer-image";

/** A map that is said to lie beside a box that nobody sees cannot be judged. Undefined where there is no candidate, or one
 * of the boxes on the image is the same. */
export function candidateLayer(
  { target, box, score }: Explanation,
  drawn: readonly OverlayLayer[],
): OverlayLayer | undefined {
  if (target.kind !== "miss" && target.kind !== "strongest") return undefined;
  if (!box || score === undefined) return undefined;
  if (drawn.some(({ kind, findings }) => kind === "detections" && findings.some((one) => isSameBox(one.box, box))))
    return undefined;
  const label = `candidate ${readableScore(score)}`;
  return { kind: "candidate", findings: [{ id: "candidate", box, label, status: "unjudged" }] };
}

/** A run and a map of it round alike, though not to the last digit. */
const SAME_PX = 1;

function isSameBox(a: Box, b: Box): boolean {
  return (["x1", "y1", "x2", "y2"] as const).every((edge) => Math.abs(a[edge] - b[edge]) < SAME_PX);
}
