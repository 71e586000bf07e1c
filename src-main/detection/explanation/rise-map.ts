/** @file Maps what a detector needs to see by hiding parts of the image at random, whatever is inside of it. */
import { MersenneTwister } from "../../numerics/random/mersenne-twister";
import type { HeatMap } from "./layer-view";
import { planeOf, rowStart, type PreparedImage, type ReportRuns } from "./prepared-image";
import { scaleMap } from "./scale-map";
import { candidatesNear, type ScoredBoxes, type SoughtBox } from "./scored-boxes";
import { stretchMap } from "./stretch-map";

export interface RiseRuns {
  readonly masks: number;
  /** From 0 to 2³² − 1; the same seed draws the same masks. */
  readonly seed: number;
  /** How well what is explained is still found on a masked input of the same shape: for a box `likenessOf`. The array is
   * written over once the answer is there. */
  readonly weightOf: (data: Float32Array) => Promise<number>;
  readonly report?: ReportRuns;
}

/** Cells of a mask across and down, each shown with this probability. */
const GRID = 16;
const PROBABILITY = 0.5;

/** The mean weight of the masks that show a place, less the mean of all masks, scaled to 0…1: a value for each pixel of
 * the image in the input. Hidden pixels take the image's mean. Where no mask changes anything the map is 0 throughout.
 *
 * Taking the mean of all masks away is ours: the paper's map never falls to 0 where nothing matters, and shares of its
 * energy would say little.
 * @see Petsiuk et al. 2021, D-RISE, arXiv:2006.03204; Petsiuk et al. 2018, RISE, arXiv:1806.07421 */
export async function riseMap(
  image: PreparedImage,
  { masks, seed, weightOf, report = () => undefined }: RiseRuns,
): Promise<HeatMap> {
  const { rows, columns } = image.part;
  const random = new MersenneTwister(seed);
  const means = meansOf(image);
  const masked = image.data.slice();
  const shown = new Float64Array(rows * columns);
  const weighted = new Float64Array(rows * columns);
  let sumOfWeights = 0;
  for (let done = 0; done < masks; done++) {
    const mask = drawMask(random, image.part);
    maskInto(image, { mask, means }, masked);
    const weight = await weightOf(masked);
    sumOfWeights += weight;
    mask.values.forEach((share, place) => {
      shown[place]! += share;
      weighted[place]! += share * weight;
    });
    report(done + 1, masks);
  }
  const base = sumOfWeights / masks;
  const values = Float32Array.from(weighted, (sum, place) =>
    shown[place]! > 0 ? Math.max(sum / shown[place]! - base, 0) : 0,
  );
  return scaleMap({ rows, columns, values }, { rows, columns });
}

/** The greatest product of overlap and score among boxes of the sought label; 0 for none.
 * @see D-RISE, section 3.2, for a detector that tells one score a box: class vectors are then alike or not at all */
export function likenessOf(found: ScoredBoxes, sought: SoughtBox): number {
  return candidatesNear(found, sought).reduce((most, { overlap, score }) => Math.max(most, overlap * score), 0);
}

/** Shares from 0 (hidden) to 1 (shown): a coarse random grid, made smooth and cut at a random place, so that its
 * corners do not always fall on the same pixels.
 * @see D-RISE's authors' own `generate_mask` */
export function drawMask(
  random: MersenneTwister,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): HeatMap {
  const cell = { rows: Math.ceil(rows / GRID), columns: Math.ceil(columns / GRID) };
  const coarse = Float32Array.from({ length: GRID * GRID }, () => Number(random.random() < PROBABILITY));
  const smooth = stretchMap(
    { rows: GRID, columns: GRID, values: coarse },
    { rows: (GRID + 1) * cell.rows, columns: (GRID + 1) * cell.columns },
  );
  const shiftX = random.below(cell.columns);
  const shiftY = random.below(cell.rows);
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const start = (row + shiftY) * smooth.columns + shiftX;
    values.set(smooth.values.subarray(start, start + columns), row * columns);
  }
  return { rows, columns, values };
}

function meansOf(image: PreparedImage): readonly number[] {
  return Array.from({ length: image.shape[0] }, (_, channel) => {
    const plane = planeOf(image, channel);
    return plane.reduce((sum, value) => sum + value, 0) / plane.length;
  });
}

function maskInto(
  image: PreparedImage,
  { mask, means }: { readonly mask: HeatMap; readonly means: readonly number[] },
  target: Float32Array,
): void {
  means.forEach((mean, channel) => {
    for (let row = 0; row < mask.rows; row++) {
      const start = rowStart(image, channel, row);
      for (let column = 0; column < mask.columns; column++) {
        const share = mask.values[row * mask.columns + column]!;
        target[start + column] = mean + share * (image.data[start + column]! - mean);
      }
    }
  });
}
