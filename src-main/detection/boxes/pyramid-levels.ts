/** @file From which level of a feature pyramid each region is read. */

export interface LevelRange {
  /** Binary logarithm of the stride of the finest and of the coarsest level: 2 and 5 for strides 4 to 32. */
  readonly minLevel: number;
  readonly maxLevel: number;
}

/** A region of this side length belongs to `CANONICAL_LEVEL`: ImageNet's pictures at the last stage but one. */
const CANONICAL_SIDE_PX = 224;
const CANONICAL_LEVEL = 4;
/** Lifts sides that are whole powers of two over what rounding took from them. */
const EPSILON = Math.fround(1e-6);

/** Index of the level (0 is `minLevel`) for each of `boxes` [R, 4]: twice the side, one level up; float32 throughout.
 * @see Lin et al., arXiv:1612.03144, equation 1; torchvision 0.14, LevelMapper */
export function assignPyramidLevels(boxes: Float32Array, { minLevel, maxLevel }: LevelRange): Int32Array {
  return Int32Array.from({ length: boxes.length / 4 }, (_, index) => {
    const at = 4 * index;
    const area = Math.fround(boxes[at + 2]! - boxes[at]!) * Math.fround(boxes[at + 3]! - boxes[at + 1]!);
    const side = Math.fround(Math.sqrt(Math.fround(area)));
    const octaves = Math.fround(Math.log2(Math.fround(side / CANONICAL_SIDE_PX)));
    const level = Math.floor(Math.fround(Math.fround(CANONICAL_LEVEL + octaves) + EPSILON));
    return Math.min(Math.max(level, minLevel), maxLevel) - minLevel;
  });
}

export interface LevelledRegions {
  /** [R_l, 4] of each level, in the order in which they came. */
  readonly regions: readonly Float32Array[];
  /** [R] for each region its place in the levels' regions laid end to end. */
  readonly order: BigInt64Array<ArrayBuffer>;
}

/** Sorts `boxes` [R, 4] by their `levels` [R], as a graph that reads the levels one after the other wants them. */
export function splitByLevel(boxes: Float32Array, levels: Int32Array, levelCount: number): LevelledRegions {
  const members = Array.from({ length: levelCount }, (): number[] => []);
  for (const [index, level] of levels.entries()) members[level]!.push(index);
  const order = new BigInt64Array(levels.length);
  for (const [place, index] of members.flat().entries()) order[index] = BigInt(place);
  const regions = members.map((indices) =>
    Float32Array.from({ length: 4 * indices.length }, (_, at) => boxes[4 * indices[at >> 2]! + (at & 3)]!),
  );
  return { regions, order };
}
