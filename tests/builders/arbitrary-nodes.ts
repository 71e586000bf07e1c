/** @file Draws a random node of small shapes for each operator of the table, as ONNX Runtime accepts it. */
import type { GeneratorValue } from "fast-check";
import type { Attribute } from "../../src-main/numerics/onnx/graph";
import type { OperatorName } from "../../src-main/numerics/onnx/operators";
import type { Tensor } from "../../src-main/numerics/tensor/tensor";

import {
  broadcastable,
  count,
  Draw,
  everyPosition,
  fed,
  known,
  knownFloats,
  positions,
  type DrawnInput,
} from "./draw-tensors";
import { spatialNodes, type DrawNode, type DrawnNode } from "./draw-spatial-nodes";

export type { DrawnNode } from "./draw-spatial-nodes";

/** A node of the operator. */
export function drawNode(operator: OperatorName, generator: GeneratorValue): DrawnNode {
  return nodes[operator](new Draw(generator));
}

const nodes: Readonly<Record<OperatorName, DrawNode>> = {
  ...spatialNodes,
  Abs: unary(),
  Sign: unary(),
  Neg: unary(),
  Relu: unary(),
  LeakyRelu: (draw) => ({ ...unary()(draw), attributes: { alpha: draw.integer(0, 4) / 8 } }),
  HardSigmoid: (draw) => ({ ...unary()(draw), attributes: { alpha: draw.integer(1, 4) / 8, beta: 0.25 } }),
  HardSwish: unary(),
  PRelu: (draw) => {
    const shape = draw.shape();
    const slopes = shape.slice(draw.integer(0, shape.length)).map((size) => (draw.flag() ? size : 1));
    return plain([draw.floats(shape), draw.floats(slopes)]);
  },
  Elu: bent(),
  Celu: bent(),
  Selu: (draw) => ({ ...unary()(draw), attributes: { alpha: draw.integer(1, 4) / 2, gamma: draw.integer(1, 4) / 2 } }),
  Mish: unary(),
  Sigmoid: unary(),
  Softplus: unary(),
  Tanh: unary(),
  Erf: unary(),
  Exp: unary(),
  Log: unary(1),
  Sin: unary(),
  Cos: unary(),
  Atan: unary(),
  Sqrt: unary(0),
  Reciprocal: unary(1),
  Floor: unary(),
  Ceil: unary(),
  Identity: unary(),
  Not: (draw) => plain([draw.truths(draw.shape())]),
  Add: binary(),
  Sub: binary(),
  Mul: binary(),
  Div: binary(1),
  Pow: (draw) => plain(broadcastable(draw, 2).map((shape) => draw.floats(shape, 1, 8))),
  Max: (draw) => plain(broadcastable(draw, draw.integer(1, 3)).map((shape) => draw.floats(shape))),
  Min: (draw) => plain(broadcastable(draw, draw.integer(1, 3)).map((shape) => draw.floats(shape))),
  Sum: (draw) => plain(broadcastable(draw, draw.integer(1, 3)).map((shape) => draw.floats(shape))),
  Mean: (draw) => plain(broadcastable(draw, draw.integer(1, 3)).map((shape) => draw.floats(shape))),
  Equal: binary(),
  Greater: binary(),
  Less: binary(),
  GreaterOrEqual: binary(),
  LessOrEqual: binary(),
  And: (draw) => plain(broadcastable(draw, 2).map(draw.truths)),
  Or: (draw) => plain(broadcastable(draw, 2).map(draw.truths)),
  Where: (draw) => {
    const [condition, left, right] = broadcastable(draw, 3);
    return plain([draw.truths(condition!), draw.floats(left!), draw.floats(right!)]);
  },
  Clip: (draw) => {
    const [low, high] = [draw.flag(), draw.flag()];
    return plain([
      draw.floats(draw.shape()),
      low ? knownFloats([-0.5], []) : undefined,
      high ? knownFloats([1], []) : undefined,
    ]);
  },
  Cast: (draw) => ({ inputs: [draw.floats(draw.shape())], attributes: { to: draw.pick([1, 6, 7, 9, 10, 11]) } }),
  MatMul: (draw) => {
    const [rows, inner, columns] = draw.list(3, 1, 4);
    const [left, right] = broadcastable(draw, 2, 2);
    const forms = [
      [
        [...left!, rows!, inner!],
        [...right!, inner!, columns!],
      ],
      [[inner!], [...right!, inner!, columns!]],
      [[...left!, rows!, inner!], [inner!]],
      [[inner!], [inner!]],
    ];
    return plain(draw.pick(forms).map((shape) => draw.floats(shape)));
  },
  Gemm: (draw) => {
    const [rows, inner, columns] = draw.list(3, 1, 4);
    const [transA, transB] = [draw.bit(), draw.bit()];
    const left = transA === 1 ? [inner!, rows!] : [rows!, inner!];
    const right = transB === 1 ? [columns!, inner!] : [inner!, columns!];
    const added = draw.pick([undefined, [], [columns!], [rows!, 1], [rows!, columns!], [1, columns!]]);
    return {
      inputs: [draw.floats(left), draw.floats(right), added && draw.floats(added)],
      attributes: { transA, transB, alpha: draw.integer(1, 4) / 2, beta: draw.integer(0, 4) / 2 },
    };
  },
  ReduceSum: reduce(),
  ReduceMean: reduce(),
  ReduceMax: reduce(),
  ReduceMin: reduce(),
  ReduceProd: reduce(),
  ReduceSumSquare: reduce(),
  ReduceL2: reduce(),
  ReduceLogSumExp: reduce(),
  ArgMax: (draw) => {
    const shape = draw.shape(1);
    const attributes = { axis: draw.axis(shape.length), keepdims: draw.bit(), select_last_index: draw.bit() };
    return { inputs: [draw.floats(shape)], attributes };
  },
  LayerNormalization: (draw) => {
    const shape = draw.shape(1);
    const axis = draw.axis(shape.length);
    const perPlace = (): DrawnInput => draw.floats(shape.slice(axis));
    const attributes = { axis, epsilon: 0.125 };
    return { inputs: [draw.floats(shape), perPlace(), draw.flag() ? perPlace() : undefined], attributes };
  },
  Softmax: alongAxis(),
  LogSoftmax: alongAxis(),
  CumSum: (draw) => {
    const shape = draw.shape(1);
    const attributes = { exclusive: draw.bit(), reverse: draw.bit() };
    return { inputs: [draw.floats(shape), known([draw.axis(shape.length)], [])], attributes };
  },
  TopK: (draw) => {
    const shape = draw.shape(1);
    const axis = draw.axis(shape.length);
    const top = draw.integer(0, shape.at(axis)!);
    return { inputs: [draw.floats(shape), known([top])], attributes: { axis, largest: draw.bit() } };
  },
  Reshape: (draw) => {
    const shape = draw.shape(1);
    const order = draw.order(shape.length);
    const wanted = order.map((axis, place) => (axis === place && draw.flag() ? 0 : shape[axis]!));
    if (draw.flag()) wanted[draw.integer(0, wanted.length - 1)] = -1;
    return plain([draw.floats(shape), known(wanted)]);
  },
  Flatten: (draw) => {
    const shape = draw.shape(1);
    return { inputs: [draw.floats(shape)], attributes: { axis: draw.integer(-shape.length, shape.length) } };
  },
  Squeeze: (draw) => {
    const shape = draw.shape();
    const axes = draw.some(shape.length);
    const sizes = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    return plain([draw.floats(sizes), axes.length > 0 ? known(axes) : undefined]);
  },
  Unsqueeze: (draw) => {
    const rank = draw.integer(1, 5);
    const axes = draw.some(rank);
    return plain([
      draw.floats(draw.list(rank - axes.length, 1, 4)),
      known(axes.map((axis) => (draw.flag() ? axis : axis - rank))),
    ]);
  },
  Transpose: (draw) => {
    const shape = draw.shape();
    return { inputs: [draw.floats(shape)], attributes: draw.flag() ? { perm: draw.order(shape.length) } : {} };
  },
  Expand: (draw) => {
    const [shape, wanted] = broadcastable(draw, 2);
    return plain([draw.floats(shape!), known(wanted!)]);
  },
  Concat: (draw) => {
    const shape = draw.shape(1);
    const axis = draw.axis(shape.length);
    const parts = draw.list(draw.integer(1, 3), 1, 3).map((size) => draw.floats(shape.with(axis, size)));
    return { inputs: parts, attributes: { axis } };
  },
  Split: (draw) => {
    const shape = draw.shape(1);
    const axis = draw.axis(shape.length);
    const sizes = draw.list(draw.integer(1, 3), 0, 3);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (draw.flag() || total < sizes.length) {
      return {
        inputs: [draw.floats(shape.with(axis, total)), known(sizes)],
        attributes: { axis },
        outputs: sizes.length,
      };
    }
    const outputs = draw.integer(1, 3);
    const size = outputs * draw.integer(2, 3) - draw.bit();
    return { inputs: [draw.floats(shape.with(axis, size))], attributes: { axis, num_outputs: outputs }, outputs };
  },
  Slice: (draw) => {
    const shape = draw.shape(1);
    const axes = draw.some(shape.length);
    const ends = axes.map(() => draw.pick([...draw.list(2, -6, 6), 2 ** 31 - 1, -(2 ** 31)]));
    const steps = axes.map(() => draw.pick([1, 1, 2, 3, -1, -2]));
    const inputs = [draw.list(axes.length, -6, 6), ends, axes, steps].map((each) => known(each));
    return plain([draw.floats(shape), ...inputs]);
  },
  Tile: (draw) => {
    const shape = draw.shape(1);
    return plain([draw.floats(shape), known(draw.list(shape.length, 1, 3))]);
  },
  Pad: (draw) => {
    const shape = draw.shape(1);
    const mode = draw.pick(["constant", "edge", "reflect"]);
    const most = mode === "reflect" ? 0 : 2;
    const pads = [...shape, ...shape].map((size) => draw.integer(0, Math.max(most, mode === "reflect" ? size - 1 : 0)));
    const axes = draw.flag() ? draw.some(shape.length) : undefined;
    const given = axes ? [...axes, ...axes.map((axis) => axis + shape.length)].map((place) => pads[place]!) : pads;
    const filling = mode === "constant" && draw.flag() ? knownFloats([0.5], []) : undefined;
    return { inputs: [draw.floats(shape), known(given), filling, axes && known(axes)], attributes: { mode } };
  },
  Gather: (draw) => {
    const shape = draw.shape(1);
    const axis = draw.axis(shape.length);
    return { inputs: [draw.floats(shape), draw.places(draw.shape(0, 2), shape.at(axis)!)], attributes: { axis } };
  },
  GatherElements: (draw) => {
    const shape = draw.shape(1);
    const axis = draw.axis(shape.length);
    const places = shape.map((size) => draw.integer(1, size)).with(axis, draw.integer(1, 4));
    return { inputs: [draw.floats(shape), draw.places(places, shape.at(axis)!)], attributes: { axis } };
  },
  GatherND: (draw) => {
    const shape = draw.shape(1);
    const shared = draw.integer(0, Math.min(1, shape.length - 1));
    const depth = draw.integer(1, shape.length - shared);
    const rows = [...shape.slice(0, shared), ...draw.shape(shared === 0 ? 0 : 0, 2)];
    return {
      inputs: [draw.floats(shape), positions(draw, rows, shape.slice(shared, shared + depth))],
      attributes: { batch_dims: shared },
    };
  },
  ScatterElements: (draw) => {
    const shape = draw.shape(1);
    const axis = draw.axis(shape.length);
    const reduction = draw.pick(["none", "add", "mul", "max", "min"]);
    const places = shape.map((size) => draw.integer(1, size));
    const size = shape.at(axis)!;
    // Without a reduction, a place that comes twice has no defined answer: a run of places along the axis has none.
    const start = draw.integer(0, size - places.at(axis)!);
    const inner = count(places.slice(axis < 0 ? axis + shape.length + 1 : axis + 1));
    const length = places.at(axis)!;
    const along = Array.from({ length: count(places) }, (_, index) => start + (Math.floor(index / inner) % length));
    const indices =
      reduction === "none" ? fed("int64", places, BigInt64Array.from(along, BigInt)) : draw.places(places, size);
    return { inputs: [draw.floats(shape), indices, draw.floats(places)], attributes: { axis, reduction } };
  },
  ScatterND: (draw) => {
    const shape = draw.shape(1);
    const depth = draw.integer(1, shape.length);
    const all = everyPosition(shape.slice(0, depth));
    const chosen = draw
      .order(all.length)
      .slice(0, draw.integer(1, all.length))
      .map((place) => all[place]!);
    const indices = fed("int64", [chosen.length, depth], BigInt64Array.from(chosen.flat(), BigInt));
    const reduction = draw.pick(["none", "add", "mul"]);
    return {
      inputs: [draw.floats(shape), indices, draw.floats([chosen.length, ...shape.slice(depth)])],
      attributes: { reduction },
    };
  },
  OneHot: (draw) => {
    const shape = draw.shape(1, 3);
    const depth = draw.integer(1, 4);
    return {
      inputs: [draw.places(shape, depth), known([depth], []), knownFloats([-1, 2])],
      attributes: { axis: draw.integer(-shape.length - 1, shape.length) },
    };
  },
  NonZero: (draw) => plain([draw.floats(draw.shape(1), -1, 1)]),
  NonMaxSuppression: (draw) => {
    const [images, boxes, classes] = [draw.integer(1, 2), draw.integer(1, 5), draw.integer(1, 2)];
    const corners = Array.from({ length: images * boxes }, () => {
      const [x, y, width, height] = draw.list(4, 1, 16).map((each) => each / 4);
      return [y!, x!, y! + height!, x! + width!];
    });
    return {
      inputs: [
        fed("float32", [images, boxes, 4], Float32Array.from(corners.flat())),
        draw.floats([images, classes, boxes], 0, 1000),
        known([draw.integer(1, 5)]),
        knownFloats([0.5]),
        knownFloats([draw.pick([0, 50])]),
      ],
      attributes: {},
    };
  },
  Constant: (draw) => {
    const shape = draw.shape();
    const forms: Record<string, Attribute["value"]>[] = [
      { value: draw.floats(shape).tensor },
      { value_float: 0.5 },
      { value_floats: [0.5, 1] },
      { value_int: -3 },
      { value_ints: [4, -5] },
    ];
    return { inputs: [], attributes: draw.pick(forms) };
  },
  Shape: (draw) => {
    const attributes = draw.flag() ? { start: draw.integer(-3, 3), end: draw.integer(-3, 3) } : {};
    return { inputs: [draw.floats(draw.shape())], attributes };
  },
  ConstantOfShape: (draw) => {
    const value: Tensor = { type: "int64", shape: [1], data: BigInt64Array.of(7n) };
    return { inputs: [known(draw.shape())], attributes: draw.flag() ? { value } : {} };
  },
  Range: (draw) =>
    plain([known([draw.integer(-5, 5)], []), known([draw.integer(-5, 5)], []), known([draw.pick([1, 2, -1, -3])], [])]),
};

function plain(inputs: DrawnNode["inputs"]): DrawnNode {
  return { inputs, attributes: {} };
}

function unary(min = -8): DrawNode {
  return (draw) => plain([draw.floats(draw.shape(), min)]);
}

function bent(): DrawNode {
  return (draw) => ({ ...unary()(draw), attributes: { alpha: draw.integer(1, 8) / 4 } });
}

/** `min` bounds the right one, which may have to be other than zero. */
function binary(min = -8): DrawNode {
  return (draw) => {
    const [left, right] = broadcastable(draw, 2);
    return plain([draw.floats(left!), draw.floats(right!, min)]);
  };
}

function reduce(): DrawNode {
  return (draw) => {
    const shape = draw.shape();
    const axes = draw.some(shape.length);
    const attributes = { keepdims: draw.bit(), noop_with_empty_axes: draw.bit() };
    return { inputs: [draw.floats(shape), axes.length > 0 || draw.flag() ? known(axes) : undefined], attributes };
  };
}

function alongAxis(): DrawNode {
  return (draw) => {
    const shape = draw.shape(1);
    return { inputs: [draw.floats(shape)], attributes: { axis: draw.axis(shape.length) } };
  };
}
