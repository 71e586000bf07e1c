/** @file What the model made of a box that it missed, in one sentence. */
import type { Explanation } from "../../src-shared/domain/explanation";
import { unreachable } from "../../src-shared/domain/unreachable";
import { readableScore, readableShareCut } from "./readable";

/** Undefined for what is no miss. */
export function describeStanding({
  standing,
  score,
  overlap,
}: Pick<Explanation, "standing" | "score" | "overlap">): string | undefined {
  if (standing === undefined) return undefined;
  const facts = [
    score !== undefined && `score ${readableScore(score)}`,
    overlap !== undefined && `overlap ${readableShareCut(overlap)}`,
  ];
  const figures = facts.filter(Boolean).join(", ");
  switch (standing) {
    case "seen":
      return `Seen, below the threshold of the moment: ${figures}.`;
    case "suppressed":
      return `Seen, but suppressed beside a stronger box that overlaps it: ${figures}.`;
    case "too-weak":
      return `Seen but too weak: ${figures}.`;
    case "not-seen":
      return score === undefined
        ? "Not seen at all: no candidate of the model comes near it."
        : `Not seen: no candidate covers half of it. The nearest has ${figures}.`;
    default:
      return unreachable(standing);
  }
}
