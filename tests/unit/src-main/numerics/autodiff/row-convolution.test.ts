/** @file Convolution over rows is tested against convolution over maps, forward and back. */
import { expect, test } from "vitest";
import { backward } from "../../../../../src-main/numerics/autodiff/backward";
import { withSteps } from "../../../../../src-main/numerics/autodiff/batch-normalisation";
import { passOf, type GradientStep } from "../../../../../src-main/numerics/autodiff/forward-pass";
import {
  convolveRows,
  mapsOfRows,
  neighboursIn,
  rowsOfMaps,
} from "../../../../../src-main/numerics/autodiff/row-convolution";
import { GraphBuilder, type Value } from "../../../../../src-main/numerics/onnx/builder";
import { interpret } from "../../../../../src-main/numerics/onnx/interpreter/interpret";
import { scatteredNumbers } from "../../../../builders/check-gradient";

const [MAPS, CHANNELS, FILTERS, SIDE] = [3, 2, 4, 5];
const SHAPES = {
  maps: [MAPS, CHANNELS, SIDE, SIDE],
  weight: [FILTERS, CHANNELS, 3, 3],
  seed: [MAPS, FILTERS, SIDE, SIDE],
};

interface Convolved {
  readonly answer: Value;
  readonly step?: GradientStep;
}

/** Answer and gradients, as the reference computes them. */
function ask(build: (to: GraphBuilder, maps: Value, weight: Value) => Convolved): readonly (readonly number[])[] {
  const to = new GraphBuilder("convolution");
  const maps = to.input("maps", "float32", ["count", ...SHAPES.maps.slice(1)]);
  const weight = to.input("weight", "float32", SHAPES.weight);
  const { answer, step } = build(to, maps, weight);
  const pass = withSteps(passOf(to), step ? [step] : []);
  const seed = to.input("seed", "float32", answer.shape);
  const gradients = backward(to, pass, new Map([[answer.name, seed]]), ["maps", "weight"]);
  const outputs = [answer, gradients.get("maps")!, gradients.get("weight")!];
  for (const [index, value] of outputs.entries()) to.output(`output${index}`, value);
  const feeds = Object.fromEntries(
    Object.entries(SHAPES).map(([name, shape], index) => {
      const count = shape.reduce((product, size) => product * size, 1);
      return [name, { type: "float32", shape, data: scatteredNumbers(count, index) } as const];
    }),
  );
  const answers = interpret(to.toGraph(), feeds);
  return outputs.map((_, index) => Array.from(answers.get(`output${index}`)!.data, Number));
}

test("rows give the answer and the gradients that maps give", () => {
  const byMaps = ask((to, maps, weight) => ({ answer: to.conv(maps, weight, { pads: 1 }) }));
  const byRows = ask((to, maps, weight) => {
    const small = neighboursIn(to, maps);
    const { rows, step } = convolveRows(to, rowsOfMaps(to, maps), { weight, maps: small });
    return { answer: mapsOfRows(to, rows, small.side), step };
  });
  for (const [index, numbers] of byMaps.entries()) {
    expect(byRows[index]!.length).toBe(numbers.length);
    const differences = numbers.map((number, place) => Math.abs(number - byRows[index]![place]!));
    expect(Math.max(...differences)).toBeLessThan(1e-9);
  }
});
