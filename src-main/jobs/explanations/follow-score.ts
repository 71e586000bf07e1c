/** @file Follows what is explained through other inputs and other weights than those it was found with. */
import type { ExplanationTarget } from "../../../src-shared/domain/explanation";
import { reachesThreshold } from "../../../src-shared/matching/reaches-threshold";
import { MISS_IOU } from "../../detection/explanation/choose-miss";
import { likenessOf } from "../../detection/explanation/rise-map";
import {
  bestScoring,
  candidatesNear,
  type LookedBoxes,
  type SoughtBox,
} from "../../detection/explanation/scored-boxes";
import type { Explainer } from "../explainers/explainer";
import type { FoundTarget } from "./find-target";
import { sayingWhy, type LookedAt } from "./look-at-image";

export interface FollowedScore {
  /** The explained score on a changed input of the same shape: of a label the sum, of a box the best score near it. */
  readonly scoreOf: (data: Float32Array) => Promise<number>;
  /** The same weighed by how much of the box is met, for D-RISE. */
  readonly weightOf: (data: Float32Array) => Promise<number>;
}

/** `found` has candidates. */
export function followScore(
  { explainer, prepared, look: { candidates } }: LookedAt,
  found: FoundTarget,
  target: ExplanationTarget,
): FollowedScore {
  const first = found.candidates[0]!;
  const label = candidates.labels[first]!;
  const look = (data: Float32Array) => sayingWhy(() => explainer.look({ ...prepared, data: data.slice() }));
  if (target.kind === "label") {
    const sum = async (data: Float32Array) => sumOfDrawn(await look(data), label, explainer.card);
    return { scoreOf: sum, weightOf: sum };
  }
  const [x1, y1, x2, y2] = candidates.boxes.subarray(4 * first, 4 * first + 4) as unknown as FourNumbers;
  const sought = { box: { x1, y1, x2, y2 }, label };
  return {
    scoreOf: async (data) => bestScoreNear(await look(data), sought),
    weightOf: async (data) => likenessOf((await look(data)).candidates, sought),
  };
}

type FourNumbers = readonly [number, number, number, number];

function sumOfDrawn({ candidates, sources }: LookedBoxes, label: number, { scoreFloor }: Explainer["card"]): number {
  let sum = 0;
  for (const candidate of sources) {
    const score = candidates.scores[candidate]!;
    if (candidates.labels[candidate] === label && reachesThreshold(score, scoreFloor)) sum += score;
  }
  return sum;
}

/** 0 where nothing that overlaps it by half is left. */
function bestScoreNear({ candidates }: LookedBoxes, sought: SoughtBox): number {
  const near = candidatesNear(candidates, sought).filter(({ overlap }) => overlap >= MISS_IOU);
  return bestScoring(near)?.score ?? 0;
}
