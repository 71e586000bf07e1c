/** @file Draws the random numbers of NumPy's RandomState, so that a seed gives the split that a notebook had with it. */
import { Failure } from "../../../src-shared/domain/failure";

const STATE_WORDS = 624;
const SHIFT_WORDS = 397;
const HIGHEST_UINT32 = 0xffffffff;

/** MT19937, seeded and drawn from as NumPy's legacy `RandomState(seed)` does.
 * @see Matsumoto & Nishimura, ACM TOMACS 8(1), 1998; numpy/random/src/mt19937/mt19937.c */
export class MersenneTwister {
  readonly #state: Uint32Array;
  /** The next word to give out; at the end the state is renewed. */
  #next = STATE_WORDS;

  /** @throws {Failure} `invalid-input` when the seed is no whole number from 0 to 2³² − 1, as NumPy refuses it. */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > HIGHEST_UINT32) {
      throw new Failure(
        "invalid-input",
        `The seed is ${seed}; a whole number from 0 to ${HIGHEST_UINT32} was expected.`,
      );
    }
    this.#state = initialState(seed);
  }

  /** A whole number from 0 to 2³² − 1. */
  uint32(): number {
    if (this.#next === STATE_WORDS) {
      renewInto(this.#state);
      this.#next = 0;
    }
    return temper(this.#state[this.#next++]);
  }

  /** A number from [0, 1) with 53 random bits: NumPy's `random_sample()`. */
  random(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** A whole number from 0 to n − 1, by masking and rejection: NumPy's `randint(n)`.
   * @throws {RangeError} when n is no whole number from 1 to 2³². */
  below(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > HIGHEST_UINT32 + 1) {
      throw new RangeError(`below() was asked for ${n}; a whole number from 1 to ${HIGHEST_UINT32 + 1} was expected.`);
    }
    const highest = n - 1;
    if (highest === 0) return 0;
    const mask = HIGHEST_UINT32 >>> Math.clz32(highest);
    let drawn = (this.uint32() & mask) >>> 0;
    while (drawn > highest) drawn = (this.uint32() & mask) >>> 0;
    return drawn;
  }

  /** The numbers 0 to n − 1 in random order, [n]: NumPy's `permutation(n)`, a Fisher–Yates shuffle from the end. */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, place) => place);
    for (let place = n - 1; place > 0; place--) {
      const other = this.below(place + 1);
      const moved = order[place];
      order[place] = order[other];
      order[other] = moved;
    }
    return order;
  }
}

function initialState(seed: number): Uint32Array {
  const state = new Uint32Array(STATE_WORDS);
  state[0] = seed;
  for (let word = 1; word < STATE_WORDS; word++) {
    const before = state[word - 1] ^ (state[word - 1] >>> 30);
    state[word] = Math.imul(1812433253, before) + word;
  }
  return state;
}

function renewInto(state: Uint32Array): void {
  for (let word = 0; word < STATE_WORDS; word++) {
    const joined = (state[word] & 0x80000000) | (state[(word + 1) % STATE_WORDS] & 0x7fffffff);
    const twisted = (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
    state[word] = state[(word + SHIFT_WORDS) % STATE_WORDS] ^ twisted;
  }
}

function temper(word: number): number {
  let tempered = word ^ (word >>> 11);
  tempered ^= (tempered << 7) & 0x9d2c5680;
  tempered ^= (tempered << 15) & 0xefc60000;
  return (tempered ^ (tempered >>> 18)) >>> 0;
}
