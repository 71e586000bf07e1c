/** @file Gradients of whole expressions are tested against torch's autograd (tests/builders/torch-gradients.py). */
import { expect, test } from "vitest";
import type { GraphBuilder, Value } from "../../../../../src-main/numerics/onnx/builder";
import { readFixture } from "../../../../builders/read-arrays";
import { differencesFromTorch, type BuildExpression, type TorchAnswer } from "../../../../builders/torch-gradients";

const ANSWERS = readFixture<Readonly<Record<string, TorchAnswer>>>("autodiff/torch-gradients.json");

/** The same expressions as networks write them in ONNX. */
const EXPRESSIONS: Readonly<Record<string, BuildExpression>> = {
  "linear layer of many rows": (to, x, weight, bias) => to.relu(to.add(to.matMul(x!, weight!), bias!)),
  attention: (to, query, key, value) => {
    const scores = to.matMul(query!, to.transpose(key!, [0, 2, 1]));
    return to.matMul(to.softmax(to.mul(scores, to.floats(0.5))), value!);
  },
  "layer normalisation": (to, x, scale, bias) => {
    const centred = to.sub(x!, to.reduceMean(x!, { axes: [-1] }));
    const variance = to.reduceMean(to.pow(centred, to.floats(2)), { axes: [-1] });
    const normalised = to.div(centred, to.sqrt(to.add(variance, to.floats(1e-5))));
    return to.add(to.mul(normalised, scale!), bias!);
  },
  "cross entropy": (to, x) => to.gatherElements(to.logSoftmax(x!), placesOf(to, [2, 1], [1, 0]), -1),
  "smooth L1": (to, x, y) => {
    const error = to.abs(to.sub(x!, y!));
    const curved = to.mul(error, error);
    return to.where(to.less(error, to.floats(0.5)), curved, to.sub(error, to.floats(0.25)));
  },
  "overlap of boxes": (to, one, other) => {
    const part = (boxes: Value, from: number): Value =>
      to.slice(boxes, { starts: [from], ends: [from + 2], axes: [1] });
    const area = (boxes: Value): Value => product(to, to.sub(part(boxes, 2), part(boxes, 0)));
    const sides = to.sub(to.min(part(one!, 2), part(other!, 2)), to.max(part(one!, 0), part(other!, 0)));
    const shared = product(to, to.clip(sides, { min: 0 }));
    return to.div(shared, to.sub(to.add(area(one!), area(other!)), shared));
  },
  "focal loss": (to, x) => {
    const chance = to.sigmoid(x!);
    const doubt = to.pow(to.sub(to.floats(1), chance), to.floats(2));
    return to.mul(to.mul(to.floats(-0.25), doubt), to.log(chance));
  },
  "relu at its bend": (to, x) => to.relu(x!),
  "leaky relu": (to, x) => to.leakyRelu(x!, 0.25),
  SiLU: (to, x) => to.mul(x!, to.sigmoid(x!)),
  GELU: (to, x) => {
    const turned = to.erf(to.div(x!, to.floats(Math.SQRT2)));
    return to.mul(to.mul(x!, to.add(turned, to.floats(1))), to.floats(0.5));
  },
  "hard swish": (to, x) => to.hardSwish(x!),
  "hard sigmoid": (to, x) => to.hardSigmoid(x!, { alpha: 1 / 6, beta: 0.5 }),
  softplus: (to, x) => to.apply("Softplus", [x])[0]!,
  "absolute values at zero": (to, x) => to.abs(x!),
  "clamp at its bounds": (to, x) => to.clip(x!, { min: -0.25, max: 2 }),
  "powers of zero": (to, base, exponent) => to.pow(base!, exponent!),
  "maxima with ties": (to, x) => to.reduceMax(x!, { axes: [0, 2], keepAxes: false }),
  "minima with ties": (to, x) => to.reduceMin(x!, { axes: [1] }),
  "larger of equals": (to, one, other) => to.max(one!, other!),
  "products with zeros": (to, x) => product(to, x!),
  "rows taken twice": (to, x) => to.gather(x!, placesOf(to, [5], [2, 0, 2, 1, 2]), 1),
  "elements taken twice": (to, x) => to.gatherElements(x!, placesOf(to, [2, 3], [0, 2, 2, 3, 1, 3]), 1),
  "positions taken twice": (to, x) => to.gatherND(x!, placesOf(to, [3, 2], [0, 1, 1, 2, 0, 1])),
  "strided and joined": (to, x, y) => {
    const odd = to.slice(x!, { starts: [1], ends: [5], axes: [1], steps: [2] });
    return to.concat([odd, y!, to.slice(x!, { starts: [0], ends: [1], axes: [1] })], 1);
  },
  "padded and turned": (to, x) => {
    const turned = to.transpose(to.pad(x!, [0, 1, 2, -1]), [1, 0]);
    return to.slice(turned, { starts: [-1], ends: [-(2 ** 31)], axes: [0], steps: [-1] });
  },
  repeated: (to, x) => {
    const first = to.slice(x!, { starts: [0], ends: [1], axes: [0] });
    return to.mul(to.tile(x!, [2, 3]), to.expand(first, [4, 1]));
  },
  "top two": (to, x) => to.topK(x!, 2, 1)[0],
  "running sums": (to, x) => to.cumSum(x!, 1),
  "sum of three": (to, ...values) => to.apply("Sum", values)[0]!,
  "mean of three": (to, ...values) => to.apply("Mean", values)[0]!,
  "learned slopes": (to, x, slopes) => to.apply("PRelu", [x, to.unsqueeze(slopes!, [1])])[0]!,
  "learned slope at its bend": (to, x, slope) => to.apply("PRelu", [x, slope])[0]!,
  ELU: (to, x) => to.apply("Elu", [x], { alpha: 0.5 })[0]!,
  SELU: (to, x) => to.apply("Selu", [x])[0]!,
  CELU: (to, x) => to.apply("Celu", [x], { alpha: 0.75 })[0]!,
  Mish: (to, x) => to.apply("Mish", [x])[0]!,
  "lengths, one of them zero": (to, x) => reduced(to, "ReduceL2", [x!, to.integers([1])]),
  "logarithms of summed exponentials": (to, x) => reduced(to, "ReduceLogSumExp", [x!, to.integers([0, 2])]),
  angles: (to, x) => {
    const [sine, cosine] = [to.apply("Sin", [x])[0]!, to.apply("Cos", [x])[0]!];
    return to.apply("Atan", [to.add(sine, to.mul(cosine, to.floats(2)))])[0]!;
  },
  "channels shuffled into pixels": (to, x) => to.apply("DepthToSpace", [x], { blocksize: 2, mode: "CRD" })[0]!,
  "pixels gathered in channels": (to, x) => to.apply("SpaceToDepth", [x], { blocksize: 2 })[0]!,
};

test.each(Object.keys(ANSWERS))("%s: torch's gradients", (name) => {
  // Constants of the graph are rounded to 32 bits.
  expect(Math.max(...differencesFromTorch(ANSWERS[name]!, EXPRESSIONS[name]!))).toBeLessThan(2e-6);
});

test("every expression that torch was asked for is built here too", () => {
  expect(Object.keys(EXPRESSIONS)).toEqual(Object.keys(ANSWERS));
});

function product(builder: GraphBuilder, value: Value): Value {
  return builder.apply("ReduceProd", [value, builder.integers([-1])], { keepdims: 0 })[0]!;
}

function reduced(builder: GraphBuilder, operator: "ReduceL2" | "ReduceLogSumExp", inputs: readonly Value[]): Value {
  return builder.apply(operator, inputs, { keepdims: 0 })[0]!;
}

function placesOf(builder: GraphBuilder, shape: readonly number[], places: readonly number[]): Value {
  return builder.constant({ type: "int64", shape, data: BigInt64Array.from(places, BigInt) });
}
