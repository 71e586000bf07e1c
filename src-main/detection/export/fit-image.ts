/** @file torchvision's own preparation of an image as nodes of a graph, for images of any size. */
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";
import type { FitSettings } from "../preprocessing/fit-to-network";

export interface FittedInput {
  /** [1, 3, height, width] in multiples of 32; the padding, below and to the right, is 0. */
  readonly image: Value;
  /** float32 [4]: width, height, width and height in the network, without the padding. */
  readonly corner: Value;
  /** float32 [4]: pixels of the input for each of the network's, as x, y, x, y. */
  readonly ratios: Value;
}

/** The pyramid halves the image five times. */
const STRIDE = 32;

/** What `fitToNetwork` does to `input`, float32 [1, 1 or 3, height, width], step by step; sizes that the input's shape
 * tells are known in the shapes of what comes out.
 * @see torchvision 0.14, GeneralizedRCNNTransform */
export function fitImage(graph: GraphBuilder, input: Value, settings: FitSettings): FittedInput {
  const shape = graph.shapeOf(input);
  const [rows, columns] = [2, 3].map((axis) => graph.gather(shape, graph.integers(axis))) as [Value, Value];
  const [height, width] = sizeInNetwork(graph, [rows, columns], settings);
  const { mean, deviation } = settings.normalisation;
  const perChannel = (values: readonly number[]): Value => graph.floats(Float32Array.from(values), [3, 1, 1]);
  const normalised = graph.div(graph.sub(input, perChannel(mean)), perChannel(deviation));
  const across = stretch(graph, normalised, { axis: 3, source: columns, target: width });
  const stretched = stretch(graph, across, { axis: 2, source: rows, target: height });
  const corner = floatsOf(graph, [width, height, width, height]);
  return {
    image: pad(graph, stretched, [height, width]),
    corner,
    ratios: graph.div(floatsOf(graph, [columns, rows, columns, rows]), corner),
  };
}

/** int64 numbers without axes; each step in the precision in which `sizeInNetwork` of `preprocessing` takes it. */
function sizeInNetwork(
  graph: GraphBuilder,
  sides: readonly [Value, Value],
  { minSizePx, maxSizePx }: FitSettings,
): readonly [Value, Value] {
  const [rows, columns] = sides.map((side) => graph.cast(side, "float64")) as [Value, Value];
  // Rounded to single precision twice, as torch does; ONNX Runtime makes one division of it unless a Cast stands between.
  const enlargement = (sizePx: number, side: Value): Value => {
    const inverse = graph.div(graph.scalarLike(side, 1), side);
    return graph.mul(graph.cast(inverse, "float32"), graph.floats(sizePx));
  };
  const scale = graph.min(
    enlargement(minSizePx, graph.min(rows, columns)),
    enlargement(maxSizePx, graph.max(rows, columns)),
  );
  const enlarged = (side: Value): Value => {
    return graph.cast(graph.floor(graph.mul(side, graph.cast(scale, "float64"))), "int64");
  };
  return [enlarged(rows), enlarged(columns)];
}

interface Axis {
  readonly axis: 2 | 3;
  /** Sizes before and after, int64 without axes. */
  readonly source: Value;
  readonly target: Value;
}

/** Bilinear along one axis: each place is a weighted sum of two of the source's. ONNX's own Resize reckons places in
 * single precision, which the network amplifies. */
function stretch(graph: GraphBuilder, value: Value, { axis, source, target }: Axis): Value {
  if (isKnownEqual(graph, source, target)) return value;
  const { first, second, firstWeight, secondWeight } = samples(graph, source, target);
  const along = (weights: Value): Value => (axis === 3 ? weights : graph.reshape(weights, [-1, 1]));
  return graph.add(
    graph.mul(graph.gather(value, first, axis), along(firstWeight)),
    graph.mul(graph.gather(value, second, axis), along(secondWeight)),
  );
}

interface Samples {
  /** int64 places of the source. */
  readonly first: Value;
  readonly second: Value;
  /** float32 */
  readonly firstWeight: Value;
  readonly secondWeight: Value;
}

/** Places in double precision with a scale in single, as torch has them. */
function samples(graph: GraphBuilder, source: Value, target: Value): Samples {
  const scale = graph.cast(graph.div(graph.cast(source, "float32"), graph.cast(target, "float32")), "float64");
  const number = (value: number): Value => graph.scalarLike(scale, value);
  const middles = graph.add(graph.cast(graph.range(target), "float64"), number(0.5));
  const places = graph.max(graph.sub(graph.mul(middles, scale), number(0.5)), number(0));
  const last = graph.sub(source, graph.integers(1));
  const first = graph.min(graph.cast(graph.floor(places), "int64"), last);
  const beyond = graph.min(graph.sub(places, graph.cast(first, "float64")), number(1));
  const secondWeight = graph.cast(beyond, "float32");
  return {
    first,
    second: graph.min(graph.add(first, graph.integers(1)), last),
    firstWeight: graph.sub(graph.floats(1), secondWeight),
    secondWeight,
  };
}

/** Zeros below and to the right, up to multiples of the stride: one Pad before the first convolution, which whoever
 * explains the graph looks for. */
function pad(graph: GraphBuilder, image: Value, sides: readonly [height: Value, width: Value]): Value {
  const stride = graph.integers(STRIDE);
  const padded = sides.map((side) => graph.mul(graph.div(graph.add(side, graph.integers(STRIDE - 1)), stride), stride));
  if (sides.every((side, axis) => isKnownEqual(graph, side, padded[axis]!))) return image;
  const behind = sides.map((side, axis) => graph.reshape(graph.sub(padded[axis]!, side), [1]));
  // Of open sizes nothing is known behind a Pad, not even that there is one image: it waits outside.
  const pads = graph.concat([graph.integers([0, 0, 0, 0]), ...behind], 0);
  return graph.unsqueeze(graph.apply("Pad", [graph.squeeze(image, [0]), pads])[0]!, [0]);
}

function isKnownEqual(graph: GraphBuilder, left: Value, right: Value): boolean {
  const [one] = graph.contentsOf(left) ?? [];
  const [other] = graph.contentsOf(right) ?? [];
  return typeof one === "number" && one === other;
}

function floatsOf(graph: GraphBuilder, numbers: readonly Value[]): Value {
  const rows = numbers.map((number) => graph.reshape(number, [1]));
  return graph.cast(graph.concat(rows, 0), "float32");
}
