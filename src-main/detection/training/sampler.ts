/** @file Draws the few candidates of an image that a step learns from, so that background does not drown the rest. */
import type { MersenneTwister } from "../../numerics/random/mersenne-twister";
import { BACKGROUND } from "./matcher";

export interface SampleRule {
  /** So many candidates of an image at most. */
  readonly perImage: number;
  /** Of these, the share of those that stand for a reference box, at most; background fills up what they leave. */
  readonly positiveShare: number;
}

/** Places of candidates, rising. */
export interface Sample {
  readonly positives: Int32Array;
  readonly negatives: Int32Array;
}

/** Among candidates with these `matches` [N], as `matchBoxes` answers them. Every choice is equally likely; where no
 * more are there than are wanted, all are taken and nothing is drawn.
 * @see torchvision 0.14, BalancedPositiveNegativeSampler */
export function drawSample(
  matches: Int32Array,
  { perImage, positiveShare }: SampleRule,
  random: MersenneTwister,
): Sample {
  const positives = choose(placesOf(matches, isPositive), Math.trunc(perImage * positiveShare), random);
  const negatives = choose(placesOf(matches, isNegative), perImage - positives.length, random);
  return { positives, negatives };
}

function isPositive(match: number): boolean {
  return match >= 0;
}

function isNegative(match: number): boolean {
  return match === BACKGROUND;
}

function placesOf(matches: Int32Array, isWanted: (match: number) => boolean): Int32Array {
  const places = new Int32Array(matches.length);
  let count = 0;
  for (let place = 0; place < matches.length; place++) if (isWanted(matches[place]!)) places[count++] = place;
  return places.subarray(0, count);
}

/** The beginning of a Fisher–Yates shuffle. */
function choose(places: Int32Array, count: number, random: MersenneTwister): Int32Array {
  if (places.length <= count) return places;
  for (let place = 0; place < count; place++) {
    const other = place + random.below(places.length - place);
    const moved = places[place]!;
    places[place] = places[other]!;
    places[other] = moved;
  }
  return places.subarray(0, count).toSorted();
}
