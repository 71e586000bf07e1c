/** @file Convolution of small maps by products of waves is tested against convolution itself, forward and back. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { backward } from "../../../../../src-main/numerics/autodiff/backward";
import { passOf } from "../../../../../src-main/numerics/autodiff/forward-pass";
import { GraphBuilder, type Value } from "../../../../../src-main/numerics/onnx/builder";
import { convolveMaps, mapsOfPlaces, placesOfMaps } from "../../../../../src-main/numerics/onnx/convolve-maps";
import { cyclicProducts } from "../../../../../src-main/numerics/onnx/cyclic-products";
import { interpret } from "../../../../../src-main/numerics/onnx/interpreter/interpret";
import { scatteredNumbers } from "../../../../builders/check-gradient";

interface Sizes {
  readonly maps: number;
  readonly channels: number;
  readonly filters: number;
  readonly side: number;
}

/** Answer and gradients, as the reference computes them. */
function ask(
  { maps: count, channels, filters, side }: Sizes,
  build: (to: GraphBuilder, maps: Value, weight: Value) => Value,
): readonly (readonly number[])[] {
  const shapes = {
    maps: [count, channels, side, side],
    weight: [filters, channels, 3, 3],
    seed: [count, filters, side, side],
  };
  const to = new GraphBuilder("convolution");
  const maps = to.input("maps", "float32", ["count", channels, side, side]);
  const answer = build(to, maps, to.input("weight", "float32", shapes.weight));
  const seed = to.input("seed", "float32", answer.shape);
  const gradients = backward(to, passOf(to), new Map([[answer.name, seed]]), ["maps", "weight"]);
  const outputs = [answer, gradients.get("maps")!, gradients.get("weight")!];
  for (const [index, value] of outputs.entries()) to.output(`output${index}`, value);
  const feeds = Object.fromEntries(
    Object.entries(shapes).map(([name, shape], index) => {
      const elements = shape.reduce((product, size) => product * size, 1);
      return [name, { type: "float32", shape, data: scatteredNumbers(elements, index) } as const];
    }),
  );
  const answers = interpret(to.toGraph(), feeds);
  return outputs.map((_, index) => Array.from(answers.get(`output${index}`)!.data, Number));
}

test("products of waves give the answer and the gradients that a convolution gives", () => {
  const few = fc.integer({ min: 1, max: 3 });
  const sizes = fc.record({ maps: few, channels: few, filters: few, side: fc.integer({ min: 1, max: 8 }) });
  fc.assert(
    fc.property(sizes, (drawn) => {
      const expected = ask(drawn, (to, maps, weight) => to.conv(maps, weight, { pads: 1 }));
      const found = ask(drawn, (to, maps, weight) =>
        mapsOfPlaces(to, convolveMaps(to, placesOfMaps(to, maps), weight), drawn.filters),
      );
      for (const [index, numbers] of expected.entries()) {
        expect(found[index]!.length).toBe(numbers.length);
        const differences = numbers.map((number, place) => Math.abs(number - found[index]![place]!));
        // The matrices of waves stand in the graph in single precision.
        expect(Math.max(...differences)).toBeLessThan(1e-5);
      }
    }),
    { numRuns: 25 },
  );
});

test("a map of 7 × 7 takes 94 products in place of 441", () => {
  expect(cyclicProducts(7).count).toBe(94);
});
