/** @file Convolution of many small maps with 3 × 3 kernels, as one matrix product over the places of all of them.
 *
 * ONNX Runtime convolves map by map, which for a thousand maps of 7 × 7 takes twice as long. Maps stand as rows: one for
 * each place, of one number for each channel. */
import type { GraphBuilder, Value } from "../onnx/builder";
import type { GradientStep } from "./forward-pass";

const KERNEL = 3;

export interface SmallMaps {
  /** Places along one side; maps are square. */
  readonly side: number;
  /** int64 [places of all maps, 9]: the rows under the kernel at each place, and the number of rows where it reaches
   * beyond the map. */
  readonly neighbours: Value;
}

export interface RowConvolution {
  /** [places, filters] */
  readonly rows: Value;
  /** What the way back sees of it. */
  readonly step: GradientStep;
}

/** [maps · side², channels] of maps [maps, channels, side, side]. */
export function rowsOfMaps(builder: GraphBuilder, maps: Value): Value {
  return builder.reshape(builder.transpose(maps, [0, 2, 3, 1]), [-1, Number(maps.shape[1])]);
}

/** [maps, channels, side, side] of rows. */
export function mapsOfRows(builder: GraphBuilder, rows: Value, side: number): Value {
  const placed = builder.reshape(rows, [-1, side, side, Number(rows.shape[1])]);
  return builder.transpose(placed, [0, 3, 1, 2]);
}

/** `maps` are [maps, channels, side, side]. */
export function neighboursIn(builder: GraphBuilder, maps: Value): SmallMaps {
  const side = Number(maps.shape[2]);
  const area = side * side;
  const count = builder.squeeze(builder.slice(builder.shapeOf(maps), { starts: [0], ends: [1] }), [0]);
  const total = builder.mul(count, builder.integers(area));
  const within = offsetsWithin(side);
  const table = (values: readonly number[]): Value => builder.reshape(builder.integers(values), [1, area, KERNEL ** 2]);
  const first = builder.unsqueeze(builder.mul(builder.range(count), builder.integers(area)), [1, 2]);
  const places = builder.add(first, table(within.map((place) => Math.max(place, 0))));
  const isOutside = builder.less(table(within), builder.integers(0));
  return { side, neighbours: builder.reshape(builder.where(isOutside, total, places), [-1, KERNEL ** 2]) };
}

/** The place under each element of the kernel at each place; -1 beyond the map. */
function offsetsWithin(side: number): readonly number[] {
  const around = [-1, 0, 1];
  const isWithin = (at: number): boolean => at >= 0 && at < side;
  return Array.from({ length: side * side }, (_, place) => {
    const [row, column] = [Math.floor(place / side), place % side];
    return around.flatMap((down) =>
      around.map((across) => (isWithin(row + down) && isWithin(column + across) ? place + down * side + across : -1)),
    );
  }).flat();
}

/** `rows` are [places, channels], `weight` is [filters, channels, 3, 3]; the maps keep their size. */
export function convolveRows(
  builder: GraphBuilder,
  rows: Value,
  { weight, maps: { neighbours } }: { readonly weight: Value; readonly maps: SmallMaps },
): RowConvolution {
  const [filters, channels] = weight.shape.map(Number);
  const length = KERNEL ** 2;
  const under = underKernel(builder, rows, neighbours);
  const kernel = builder.reshape(builder.transpose(weight, [2, 3, 1, 0]), [length * channels, filters]);
  const answer = builder.gemm(under, kernel);
  const step: GradientStep = {
    name: answer.name,
    operator: "Conv",
    domain: "",
    inputs: [rows.name, weight.name],
    outputs: [answer.name],
    attributes: {},
    rule: ({ builder: to, input }, gradient) => [
      () => {
        const mirrored = to.slice(input(1), { starts: [-1, -1], ends: [BEFORE_ALL, BEFORE_ALL], axes: [2, 3], steps: [-1, -1] }); // prettier-ignore
        const back = to.reshape(to.transpose(mirrored, [2, 3, 0, 1]), [length * filters, channels]);
        return to.gemm(underKernel(to, gradient, neighbours), back);
      },
      () => {
        const products = to.gemm(under, gradient, { transposeA: true });
        return to.transpose(to.reshape(products, [KERNEL, KERNEL, channels, filters]), [3, 2, 0, 1]);
      },
    ],
  };
  return { rows: answer, step };
}

/** ONNX's spelling of a slice that goes back to the first element. */
const BEFORE_ALL = -(2 ** 31);

/** [places, 9 · channels]: zeros beyond the map. */
function underKernel(builder: GraphBuilder, rows: Value, neighbours: Value): Value {
  const channels = Number(rows.shape[1]);
  const withZeros = builder.concat([rows, builder.filledLike(rows, 0, [1, channels])], 0);
  return builder.reshape(builder.gather(withZeros, neighbours), [-1, KERNEL ** 2 * channels]);
}
