/** @file Convolution of many small maps with 3 × 3 kernels, as products of matrices over all of them.
 *
 * ONNX Runtime convolves map by map, element by element of the kernel: for a thousand maps of 7 × 7 that takes three
 * times as long. Places stand first, and maps and their channels side by side. */
import type { GraphBuilder, Value } from "./builder";
import { cyclicProducts } from "./cyclic-products";

const KERNEL_AREA = 9;

/** [side², maps · channels] of maps [maps, channels, side, side]. */
export function placesOfMaps(builder: GraphBuilder, maps: Value): Value {
  const area = Number(maps.shape[2]) * Number(maps.shape[3]);
  return builder.transpose(builder.reshape(maps, [-1, area]), [1, 0]);
}

/** [maps, channels, side, side] of places. */
export function mapsOfPlaces(builder: GraphBuilder, places: Value, channels: number): Value {
  const side = Math.sqrt(Number(places.shape[0]));
  return builder.reshape(builder.transpose(places, [1, 0]), [-1, channels, side, side]);
}

/** [side² · maps, channels]: a row for each place of each map. */
export function rowsOfPlaces(builder: GraphBuilder, places: Value, channels: number): Value {
  return builder.reshape(places, [-1, channels]);
}

/** [side², maps · channels] of a row for each place of each map: `rowsOfPlaces`, undone. */
export function placesOfRows(builder: GraphBuilder, rows: Value, side: number): Value {
  return builder.reshape(rows, [side * side, -1]);
}

/** `places` are [side², maps · channels], `weight` is [filters, channels, 3, 3]; answers [side², maps · filters], of maps
 * with a border of zeros. */
export function convolveMaps(builder: GraphBuilder, places: Value, weight: Value): Value {
  const [filters, channels] = weight.shape.map(Number);
  const area = Number(places.shape[0]);
  const { count, map, kernel, answer } = cyclicProducts(Math.sqrt(area));
  const matrix = (data: Float32Array, shape: readonly number[]): Value =>
    builder.cast(builder.floats(data, shape), places.type);
  const kernels = builder.reshape(builder.transpose(weight, [2, 3, 1, 0]), [KERNEL_AREA, channels * filters]);
  const ofKernels = builder.gemm(matrix(kernel, [count, KERNEL_AREA]), kernels);
  const ofMaps = builder.gemm(matrix(map, [count, area]), places);
  const products = builder.matMul(
    builder.reshape(ofMaps, [count, -1, channels]),
    builder.reshape(ofKernels, [count, channels, filters]),
  );
  return builder.gemm(matrix(answer, [area, count]), builder.reshape(products, [count, -1]));
}
