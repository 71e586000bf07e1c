/** @file A block of many small maps is tested against the same block as a convolution, with norms that stay. */
import { expect, test } from "vitest";
import { TrainableBuilder } from "../../../../../src-main/detection/networks/trainable-builder";
import { mapsOfPlaces, placesOfMaps } from "../../../../../src-main/numerics/onnx/convolve-maps";
import { interpret } from "../../../../../src-main/numerics/onnx/interpreter/interpret";
import { scatteredNumbers } from "../../../../builders/check-gradient";

const [MAPS, CHANNELS, FILTERS, SIDE] = [3, 2, 4, 5];
const SHAPES: Readonly<Record<string, readonly number[]>> = {
  "block.0.weight": [FILTERS, CHANNELS, 3, 3],
  "block.1.weight": [FILTERS],
  "block.1.bias": [FILTERS],
  "block.1.running_mean": [FILTERS],
  "block.1.running_var": [FILTERS],
};

/** Above 0, as a variance is. */
function numbersOf(name: string): Float32Array {
  const count = SHAPES[name]!.reduce((product, size) => product * size, 1);
  return Float32Array.from(
    scatteredNumbers(count, Object.keys(SHAPES).indexOf(name)),
    (value) => Math.abs(value) + 0.1,
  );
}

test("a block over places with a norm that stays gives what its convolution gives", () => {
  const parameters = { names: Object.keys(SHAPES), shapeOf: (name: string) => SHAPES[name], load: numbersOf };
  const network = new TrainableBuilder("block", parameters, {
    isTrained: (name) => name === "block.0.weight",
    goesByBatch: () => false,
  });
  const { graph } = network;
  const maps = graph.input("maps", "float32", ["count", CHANNELS, SIDE, SIDE]);
  const places = network.placeBlock("block", "batch", SIDE)!(placesOfMaps(graph, maps));
  network.output("byPlaces", mapsOfPlaces(graph, places, FILTERS));
  network.output("byMaps", network.block("block", "batch")(maps));
  const shape = [MAPS, CHANNELS, SIDE, SIDE];
  const data = scatteredNumbers(MAPS * CHANNELS * SIDE ** 2, 7);
  const answers = interpret(graph.toGraph(), {
    maps: { type: "float32", shape, data },
    "block.0.weight": {
      type: "float32",
      shape: SHAPES["block.0.weight"]!,
      data: Float64Array.from(numbersOf("block.0.weight")),
    },
  });
  const [found, expected] = ["byPlaces", "byMaps"].map((name) => Array.from(answers.get(name)!.data, Number));
  const differences = expected!.map((value, place) => Math.abs(value - found![place]!));
  expect(differences).toHaveLength(MAPS * FILTERS * SIDE ** 2);
  // The matrices of waves stand in the graph in single precision.
  expect(Math.max(...differences)).toBeLessThan(1e-5);
});
