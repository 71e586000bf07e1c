/** @file Takes away and puts back what a map calls important, and follows the score: does the map tell what counts? */
import type { PerturbationCurve } from "../../../src-shared/domain/explanation";
import { MersenneTwister } from "../../numerics/random/mersenne-twister";
import { blurPlane } from "./blur-plane";
import type { HeatMap } from "./layer-view";
import { planeOf, rowStart, type PreparedImage, type ReportRuns } from "./prepared-image";

export interface PerturbationRuns {
  /** The explained score on a changed input of the same shape. The array is written over once the score is there. */
  readonly scoreOf: (data: Float32Array) => Promise<number>;
  readonly report?: ReportRuns;
}

export interface PerturbationCurves {
  readonly deletion: PerturbationCurve;
  readonly insertion: PerturbationCurve;
}

/** Each curve goes in steps of a tenth of the image. */
const STEPS = 10;
const RUNS = 2 * STEPS;

/** Deletion blurs the image cell by cell (8 × 8 pixels) from the map's greatest values on; insertion sharpens a blurred
 * image in the same order. A low area of deletion and a high one of insertion speak for the map; a random order gives
 * both the same on average. Cells of one value come in a random, fixed order. `map` has a value for each pixel of the
 * image in the input. Takes 20 runs of the model. Undefined where the score of the whole image is not above 0.
 *
 * Both curves use one blurred image, where the paper deletes to grey: a flat patch with sharp edges is itself a picture
 * of consolidated lung, and with one other end the two areas can be compared.
 * @see Petsiuk et al. 2018, RISE, arXiv:1806.07421, section 4.2 */
export async function perturbationCurves(
  image: PreparedImage,
  map: HeatMap,
  { scoreOf, report = () => undefined }: PerturbationRuns,
): Promise<PerturbationCurves | undefined> {
  let done = 0;
  const run = async (data: Float32Array): Promise<number> => {
    const score = await scoreOf(data);
    report(++done, RUNS);
    return score;
  };
  const whole = await run(image.data.slice());
  if (!(whole > 0)) return undefined;
  const blurred = blurImage(image);
  const nothing = await run(blurred.slice());
  const cells = cellsInFallingOrder(map);
  const between = { image, cells, run };
  const deleted = await scoresBetween({ ...between, from: image.data, to: blurred });
  const inserted = await scoresBetween({ ...between, from: blurred, to: image.data });
  const shares = Array.from({ length: STEPS + 1 }, (_, step) => cellsAt(step, cells.length) / cells.length);
  const relative = (scores: readonly number[]): readonly number[] => scores.map((score) => score / whole);
  return {
    deletion: curve(shares, relative([whole, ...deleted, nothing])),
    insertion: curve(shares, relative([nothing, ...inserted, whole])),
  };
}

/** Of the shorter side: what is left are the lungs' outlines, no finding. */
const BLUR_SHARE = 0.1;

function blurImage(image: PreparedImage): Float32Array {
  const { shape, part } = image;
  const blurred = image.data.slice();
  for (let channel = 0; channel < shape[0]; channel++) {
    const plane = blurPlane(planeOf(image, channel), part, BLUR_SHARE * Math.min(part.rows, part.columns));
    for (let row = 0; row < part.rows; row++) {
      blurred.set(plane.subarray(row * part.columns, (row + 1) * part.columns), rowStart(image, channel, row));
    }
  }
  return blurred;
}

/** Pixels of the image, the end excluded. */
interface Cell {
  readonly row: number;
  readonly column: number;
  readonly endRow: number;
  readonly endColumn: number;
}

const CELL_PX = 8;

function cellsInFallingOrder(map: HeatMap): readonly Cell[] {
  const cells: Cell[] = [];
  for (let row = 0; row < map.rows; row += CELL_PX) {
    for (let column = 0; column < map.columns; column += CELL_PX) {
      const endRow = Math.min(row + CELL_PX, map.rows);
      cells.push({ row, column, endRow, endColumn: Math.min(column + CELL_PX, map.columns) });
    }
  }
  const means = cells.map((cell) => meanIn(map, cell));
  const order = Array.from(new MersenneTwister(0).permutation(cells.length));
  return order.toSorted((a, b) => means[b]! - means[a]!).map((place) => cells[place]!);
}

function meanIn({ values, columns }: HeatMap, cell: Cell): number {
  let sum = 0;
  for (let row = cell.row; row < cell.endRow; row++) {
    for (let column = cell.column; column < cell.endColumn; column++) sum += values[row * columns + column]!;
  }
  return sum / ((cell.endRow - cell.row) * (cell.endColumn - cell.column));
}

function cellsAt(step: number, count: number): number {
  return Math.round((step * count) / STEPS);
}

interface Between {
  readonly image: PreparedImage;
  readonly cells: readonly Cell[];
  readonly run: (data: Float32Array) => Promise<number>;
  readonly from: Float32Array;
  readonly to: Float32Array;
}

/** The scores of the steps between both ends. */
async function scoresBetween({ image, cells, run, from, to }: Between): Promise<readonly number[]> {
  const data = from.slice();
  const scores: number[] = [];
  for (let step = 1; step < STEPS; step++) {
    for (const cell of cells.slice(cellsAt(step - 1, cells.length), cellsAt(step, cells.length))) {
      copyCellInto(to, { image, cell }, data);
    }
    scores.push(await run(data));
  }
  return scores;
}

function copyCellInto(
  source: Float32Array,
  { image, cell }: { readonly image: PreparedImage; readonly cell: Cell },
  target: Float32Array,
): void {
  for (let channel = 0; channel < image.shape[0]; channel++) {
    for (let row = cell.row; row < cell.endRow; row++) {
      const start = rowStart(image, channel, row);
      target.set(source.subarray(start + cell.column, start + cell.endColumn), start + cell.column);
    }
  }
}

function curve(shares: readonly number[], scores: readonly number[]): PerturbationCurve {
  let area = 0;
  for (let step = 1; step < shares.length; step++) {
    area += ((shares[step]! - shares[step - 1]!) * (scores[step]! + scores[step - 1]!)) / 2;
  }
  return { shares: [...shares], scores: [...scores], area };
}
