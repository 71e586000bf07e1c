/** @file Makes many seeds of one, so that each part of a work has random numbers of its own. */

/** A seed from 0 to 2³² − 1 that follows from `seed` and from where in the work it is wanted, for example epoch and
 * step: what is drawn there does not depend on what was drawn before. All are whole numbers from 0 to 2⁵³ − 1.
 * @see Appleby, MurmurHash3, fmix32 */
export function deriveSeed(seed: number, ...places: readonly number[]): number {
  return [seed, ...places].reduce(
    (mixed, part) => absorb(absorb(mixed, part % 2 ** 32), Math.floor(part / 2 ** 32)),
    0,
  );
}

function absorb(mixed: number, word: number): number {
  return scatter((Math.imul(mixed, 5) + scatter((word + 0x9e3779b9) >>> 0)) >>> 0);
}

function scatter(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}
