/** @file Finds what a model made of a box that it missed: the candidate that came nearest, and why it was not drawn. */
import type { MissStanding } from "../../../src-shared/domain/explanation";
import { reachesThreshold } from "../../../src-shared/matching/reaches-threshold";
import {
  bestScoring,
  candidatesNear,
  mostOverlapping,
  type LookedBoxes,
  type NearCandidate,
  type SoughtBox,
} from "./scored-boxes";

export interface MissedBox extends SoughtBox {
  /** Boxes below it are not drawn. */
  readonly scoreFloor: number;
}

export interface MissAnswer {
  readonly standing: MissStanding;
  /** Absent where no candidate comes near at all: there is no score to explain. */
  readonly nearest?: NearCandidate | undefined;
}

/** From this overlap up a candidate stands for the missed box: the IoU at which detections are usually matched. */
export const MISS_IOU = 0.5;
/** A candidate that overlaps less has nothing to do with the box: TIDE's background threshold. */
const BACKGROUND_IOU = 0.1;

/** `seen`: a box that the model drew overlaps the missed one by half or more, though below the reader's threshold or
 * taken by another reference box. Otherwise the best-scoring candidate with that overlap decides: `suppressed` from the
 * score floor up, since then only a stronger box beside it or the limit of boxes an image can have removed it, else
 * `too-weak`. `not-seen`: no candidate overlaps so much; the one that overlaps most is told if that is more than
 * background. Scores are compared in float32. */
export function chooseMiss({ candidates, sources }: LookedBoxes, missed: MissedBox): MissAnswer {
  const standsForIt = ({ overlap }: NearCandidate): boolean => overlap >= MISS_IOU;
  const reachesFloor = ({ score }: NearCandidate): boolean => reachesThreshold(score, missed.scoreFloor);
  const drawn = candidatesNear(candidates, missed, sources).filter(standsForIt).filter(reachesFloor);
  if (drawn.length > 0) return { standing: "seen", nearest: bestScoring(drawn) };
  const near = candidatesNear(candidates, missed);
  const best = bestScoring(near.filter(standsForIt));
  if (best) return { standing: reachesFloor(best) ? "suppressed" : "too-weak", nearest: best };
  return { standing: "not-seen", nearest: mostOverlapping(near.filter(({ overlap }) => overlap > BACKGROUND_IOU)) };
}
