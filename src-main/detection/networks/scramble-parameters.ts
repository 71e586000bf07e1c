/** @file Draws the weights of parts of a network anew, for maps of a network that has forgotten what it learned.
 * @see Adebayo et al., Sanity checks for saliency maps, arXiv:1810.03292: cascading randomisation */
import { MersenneTwister } from "../../numerics/random/mersenne-twister";
import type { Parameters } from "./parameters";

export interface ScrambleOptions {
  /** By a parameter's name. */
  readonly isDrawn: (name: string) => boolean;
  /** A whole number from 0 to 2³² − 1. */
  readonly seed: number;
}

/** The same numbers in each tensor in another order, so that their distribution stays and the network's sums stay of
 * the size that its norms expect; statistics of batch norms stay as they are. The same seed gives the same order. */
export function scrambleParameters(parameters: Parameters, { isDrawn, seed }: ScrambleOptions): Parameters {
  return {
    ...parameters,
    load: (name) => {
      const values = parameters.load(name);
      if (!isDrawn(name) || STATISTIC.test(name)) return values;
      shuffleInto(new MersenneTwister((seed ^ hashOf(name)) >>> 0), values);
      return values;
    },
  };
}

/** Fisher and Yates's shuffle. A place is a share of the numbers left: one draw for each, where an exact one may need
 * several; of millions of weights none comes up more often than another by more than a thousandth. */
function shuffleInto(twister: MersenneTwister, values: Float32Array): void {
  for (let place = values.length - 1; place > 0; place--) {
    const other = Math.floor((twister.uint32() / 2 ** 32) * (place + 1));
    const moved = values[place]!;
    values[place] = values[other]!;
    values[other] = moved;
  }
}

const STATISTIC = /\.(?:running_mean|running_var|num_batches_tracked)$/;

/** So that tensors of one size are not all permuted alike.
 * @see http://www.isthe.com/chongo/tech/comp/fnv/ (FNV-1a, 32 bits) */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash;
}
