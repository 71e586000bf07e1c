/** @file Finds among a model's candidates what a map is to explain. */
import type { Box } from "../../../src-shared/domain/box";
import type { Explanation, ExplanationTarget } from "../../../src-shared/domain/explanation";
import { Failure } from "../../../src-shared/domain/failure";
import { describeLocation } from "../../../src-shared/domain/instance";
import { reachesThreshold } from "../../../src-shared/matching/reaches-threshold";
import { unreachable } from "../../../src-shared/domain/unreachable";
import { decodeBox, nameClass } from "../../detection/boxes/decode-detections";
import { chooseMiss } from "../../detection/explanation/choose-miss";
import { matchDetection } from "../../detection/explanation/match-detection";
import type { LookedBoxes } from "../../detection/explanation/scored-boxes";
import type { Explainer } from "../explainers/explainer";
import { boxInInput, type LookedAt } from "./look-at-image";

/** What is explained, with what is told of it. Without candidates there is no score to explain. */
export interface FoundTarget extends Pick<Explanation, "score" | "box" | "standing" | "overlap"> {
  /** The scores of these are added up. */
  readonly candidates: readonly number[];
  /** Their boxes in pixels of the image. */
  readonly boxes: readonly Box[];
}

/** An image with what a model made of it. */
export interface SeenBoxes extends Pick<LookedAt, "image" | "frame"> {
  readonly explainer: Pick<Explainer, "card">;
  readonly look: LookedBoxes;
}

/** @throws {Failure} `not-found` where the run or the data set has no such box, or the model draws none of the label or
 * thinks of none at all; `conflict` where the run was made otherwise than now. */
export function findTarget(seen: SeenBoxes, target: ExplanationTarget): FoundTarget {
  switch (target.kind) {
    case "label":
      return findLabel(seen, target.label);
    case "detection":
      return findDetection(seen, target);
    case "miss":
      return findMiss(seen, target);
    case "strongest":
      return findStrongest(seen, target.label);
    default:
      return unreachable(target);
  }
}

function findLabel(seen: SeenBoxes, label: string): FoundTarget {
  const { look, explainer, image } = seen;
  const { candidates } = look;
  const number = requireClass(seen, label);
  const drawn = [...look.sources].filter(
    (candidate) =>
      candidates.labels[candidate] === number &&
      reachesThreshold(candidates.scores[candidate]!, explainer.card.scoreFloor) &&
      boxOf(seen, candidate) !== undefined,
  );
  if (drawn.length === 0) {
    const name = describeLocation(image.instance.location);
    const sentence = `${name} has no detection of ${label} above the floor ${explainer.card.scoreFloor}, so there is no score to explain; what came nearest to one can be explained instead.`;
    throw new Failure("not-found", sentence);
  }
  return {
    candidates: drawn,
    boxes: drawn.flatMap((candidate) => boxOf(seen, candidate) ?? []),
    score: drawn.reduce((sum, candidate) => sum + candidates.scores[candidate]!, 0),
  };
}

function findDetection(seen: SeenBoxes, { detectionId }: ExplanationTarget & { kind: "detection" }): FoundTarget {
  const detection = seen.image.detections.find(({ id }) => id === detectionId);
  if (!detection) throw new Failure("not-found", `The run has no detection ${detectionId} on this image.`);
  const box = boxInInput(detection.box, seen.frame);
  const { candidate, score } = matchDetection(seen.look, { box, label: numberOf(seen, detection.label) });
  return { ...one(seen, candidate), score };
}

function findMiss(seen: SeenBoxes, { annotationId }: ExplanationTarget & { kind: "miss" }): FoundTarget {
  const missed = seen.image.references.find(({ id }) => id === annotationId);
  if (!missed) throw new Failure("not-found", `The image has no reference box ${annotationId}.`);
  const box = boxInInput(missed.box, seen.frame);
  const { scoreFloor } = seen.explainer.card;
  const { standing, nearest } = chooseMiss(seen.look, { box, label: numberOf(seen, missed.label), scoreFloor });
  if (!nearest) return { standing, candidates: [], boxes: [] };
  return { ...one(seen, nearest.candidate), standing, score: nearest.score, overlap: Math.min(nearest.overlap, 1) };
}

/** Below the floor or above it; the first of equals. */
function findStrongest(seen: SeenBoxes, label: string): FoundTarget {
  const { labels, scores } = seen.look.candidates;
  const number = requireClass(seen, label);
  let strongest: number | undefined;
  for (const [candidate, score] of scores.entries()) {
    if (labels[candidate] !== number || !(score > (scores[strongest ?? -1] ?? -Infinity))) continue;
    if (boxOf(seen, candidate)) strongest = candidate;
  }
  if (strongest !== undefined) return { ...one(seen, strongest), score: scores[strongest]! };
  const { name } = seen.explainer.card;
  // Graphs that choose their boxes inside keep what they left out to themselves.
  const sentence = `${name} answers with no ${label} box on this image and tells of no weaker one, so it is not known what came nearest.`;
  throw new Failure("not-found", sentence);
}

function one(seen: SeenBoxes, candidate: number): Pick<FoundTarget, "candidates" | "boxes" | "box"> {
  const box = boxOf(seen, candidate);
  return { candidates: [candidate], boxes: box ? [box] : [], ...(box && { box }) };
}

/** In pixels of the image; undefined where it has no area there. */
function boxOf({ look, frame }: SeenBoxes, candidate: number): Box | undefined {
  return decodeBox({ boxes: look.candidates.boxes, boxFormat: "xyxy" }, candidate, frame);
}

/** @throws {Failure} `not-found` with the names that there are */
function requireClass(seen: SeenBoxes, label: string): number {
  const number = numberOf(seen, label);
  if (number !== undefined) return number;
  const { name, labels } = seen.explainer.card;
  const names = Object.values(labels).join(", ") || "none";
  throw new Failure("not-found", `${name} has no class ${label}; those that its card names: ${names}.`);
}

/** The class that the card calls so. Undefined where the data set and the model use different names. */
function numberOf({ explainer, look }: SeenBoxes, label: string): number | undefined {
  const { labels } = explainer.card;
  const named = Object.keys(labels).find((number) => labels[number] === label);
  if (named !== undefined) return Number(named);
  return look.candidates.labels.find((number) => nameClass(number, labels) === label);
}
