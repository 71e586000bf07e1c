/** @file Which images an epoch shows, and in which order. */
import { deriveSeed } from "../../numerics/random/derive-seed";
import { MersenneTwister } from "../../numerics/random/mersenne-twister";

/** Sets these random numbers apart from others of the same seed. */
const ORDER = 1;

export interface EpochContents {
  readonly positives: number;
  readonly negatives: number;
  /** As many negatives for each positive as there are, at most. */
  readonly negativesPerPositive: number;
}

/** Images that every epoch shows. */
export function imagesPerEpoch({ positives, negatives, negativesPerPositive }: EpochContents): number {
  return positives + Math.min(negatives, Math.round(positives * negativesPerPositive));
}

/** Places of images, positives counted from 0 and negatives after them: all positives, and negatives drawn anew for this
 * epoch, mixed. It follows from `seed` and `epoch` alone. */
export function epochOrder(contents: EpochContents, seed: number, epoch: number): Uint32Array {
  const { positives, negatives } = contents;
  const random = new MersenneTwister(deriveSeed(seed, ORDER, epoch));
  const shown = Uint32Array.from({ length: imagesPerEpoch(contents) }, (_, place) => place);
  const drawn = random.permutation(negatives).subarray(0, shown.length - positives);
  for (const [place, negative] of drawn.entries()) shown[positives + place] = positives + negative;
  return random.permutation(shown.length).map((place) => shown[place]!);
}
