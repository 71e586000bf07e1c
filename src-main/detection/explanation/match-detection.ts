/** @file Finds a run's box again in a fresh answer of the model that drew it. */
import { Failure } from "../../../src-shared/domain/failure";
import { candidatesNear, mostOverlapping, type LookedBoxes, type NearCandidate, type SoughtBox } from "./scored-boxes";

/** Another device moves a box by parts of a pixel; another model or another preparation by more than this leaves. */
const SAME_BOX_IOU = 0.9;

/** The drawn candidate that is the sought box: of its label, with the greatest overlap.
 * @throws {Failure} `conflict` when none overlaps it by 0.9. */
export function matchDetection({ candidates, sources }: LookedBoxes, sought: SoughtBox): NearCandidate {
  const nearest = mostOverlapping(candidatesNear(candidates, sought, sources));
  if (nearest && nearest.overlap >= SAME_BOX_IOU) return nearest;
  const found = nearest
    ? `the nearest box of its label overlaps it by ${nearest.overlap.toFixed(3)}; ${SAME_BOX_IOU} was expected`
    : "no box of its label overlaps it";
  throw new Failure(
    "conflict",
    `The model does not draw this box again, so the run was made otherwise than now: ${found}.`,
  );
}
