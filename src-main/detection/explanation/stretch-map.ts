/** @file OpenCV's bilinear resize of float32 values, to the last bit, since maps are compared with those made by it. */
import type { PixelSize } from "../preprocessing/resize-bilinear";
import type { HeatMap } from "./layer-view";

/** `cv2.resize(values, (columns, rows), interpolation=cv2.INTER_LINEAR)` of float32 values.
 * @see opencv 4.6, modules/imgproc/src/resize.cpp: HResizeLinear, VResizeLinear of floats */
export function stretchMap(map: HeatMap, { rows, columns }: PixelSize): HeatMap {
  const across = sampleAcross(map.columns, columns);
  const down = sample(map.rows, rows);
  const stretched = Array.from({ length: map.rows }, (_, row) =>
    stretchRow(map.values.subarray(row * map.columns, (row + 1) * map.columns), across),
  );
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const upper = stretched[down.first[row]!]!;
    const lower = stretched[down.second[row]!]!;
    const weight = down.secondWeight[row]!;
    blendInto({ upper, lower, weight }, values.subarray(row * columns, (row + 1) * columns));
  }
  return { rows, columns, values };
}

/** For each target position the two source positions that it lies between, and the weight of the second. */
interface Samples {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly secondWeight: Float32Array;
}

function sample(sourceSize: number, targetSize: number): Samples {
  const first = new Int32Array(targetSize);
  const second = new Int32Array(targetSize);
  const secondWeight = new Float32Array(targetSize);
  // OpenCV inverts the inverse: the last bit of the scale may differ from sourceSize / targetSize.
  const scale = 1 / (targetSize / sourceSize);
  for (let target = 0; target < targetSize; target++) {
    const place = Math.fround((target + 0.5) * scale - 0.5);
    const floor = Math.floor(place);
    first[target] = Math.min(Math.max(floor, 0), sourceSize - 1);
    second[target] = Math.min(Math.max(floor + 1, 0), sourceSize - 1);
    secondWeight[target] = place - floor;
  }
  return { first, second, secondWeight };
}

/** Columns outside take the edge's value as it is; rows outside are blended from the edge's row twice, with the
 * rounding of that. */
function sampleAcross(sourceSize: number, targetSize: number): Samples {
  const samples = sample(sourceSize, targetSize);
  const secondWeight = samples.secondWeight.map((weight, at) =>
    samples.first[at] === samples.second[at] ? 0 : weight,
  );
  return { ...samples, secondWeight };
}

function stretchRow(row: Float32Array, { first, second, secondWeight }: Samples): Float32Array {
  return secondWeight.map((weight, at) => blend(row[first[at]!]!, row[second[at]!]!, weight));
}

function blendInto(
  { upper, lower, weight }: { readonly upper: Float32Array; readonly lower: Float32Array; readonly weight: number },
  target: Float32Array,
): void {
  for (let at = 0; at < target.length; at++) target[at] = blend(upper[at]!, lower[at]!, weight);
}

/** Each product is rounded to float32, as is their sum by whoever stores it. */
function blend(one: number, other: number, weight: number): number {
  return Math.fround(one * Math.fround(1 - weight)) + Math.fround(other * weight);
}
