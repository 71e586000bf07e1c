/** @file Checks maps of layers against the steps of pytorch-grad-cam, done by NumPy and OpenCV. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LayerView } from "../../../../../src-main/detection/explanation/layer-view";
import { scaleMap } from "../../../../../src-main/detection/explanation/scale-map";
import { weighLayer, type LayerMethod } from "../../../../../src-main/detection/explanation/weigh-layer";

interface MapCase {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  readonly size: { readonly rows: number; readonly columns: number };
  readonly activation: readonly number[];
  readonly gradient: readonly number[];
  readonly maps: Readonly<Record<LayerMethod, readonly number[]>>;
}

const fixture = new URL("../../../../fixtures/explanation/maps.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, "utf8")) as { readonly cases: readonly MapCase[] };
const METHODS = ["grad-cam", "grad-cam++", "hires-cam", "eigen-cam"] as const;

describe.each(METHODS)("%s", (method) => {
  test.each(cases)("of $channels × $rows × $columns is the library's", (layer) => {
    const map = scaleMap(weighLayer(method, viewOf(layer)), layer.size);
    // The library adds up in float32; some digits are lost where positive and negative products cancel.
    layer.maps[method].forEach((value, at) => expect(map.values[at]).toBeCloseTo(value, 5));
  });

  test("a gradient that is nowhere positive or negative speaks for nothing, except where none is read", () => {
    const view = { ...viewOf(cases[0]!), gradient: new Float32Array(cases[0]!.gradient.length) };
    const { values } = weighLayer(method, view);
    expect(values.some((value) => value > 0)).toBe(method === "eigen-cam");
  });

  test("a layer whose values are the same everywhere gives an even map", () => {
    const view = { channels: 2, rows: 2, columns: 2, activation: Float32Array.of(1, 1, 1, 1, 3, 3, 3, 3) };
    const { values } = weighLayer(method, { ...view, gradient: new Float32Array(8).fill(0.5) });
    expect(new Set(values).size).toBe(1);
  });

  test("numbers that are not finite are refused", () => {
    const view = viewOf(cases[0]!);
    expect(() => weighLayer(method, { ...view, activation: view.activation.map(() => NaN) })).toThrow("not finite");
  });
});

test.each(["grad-cam", "hires-cam"] as const)("%s does not depend on the scale of the score, however low", (method) => {
  fc.assert(
    fc.property(fc.constantFrom(...cases), fc.integer({ min: -40, max: 10 }), (layer, exponent) => {
      const view = viewOf(layer);
      const scaled = { ...view, gradient: view.gradient.map((value) => value * 2 ** exponent) };
      const [one, other] = [view, scaled].map((each) => scaleMap(weighLayer(method, each), layer.size).values);
      expect(other).toEqual(one);
    }),
  );
});

test("Eigen-CAM finds the strongest of two patterns, however many places there are", () => {
  const pattern = Float32Array.from({ length: 900 }, (_, place) => (place % 30 < 10 ? 4 : 0));
  const weaker = Float32Array.from({ length: 900 }, (_, place) => (place < 300 ? 3 : 0));
  const activation = Float32Array.of(...pattern, ...weaker);
  const map = weighLayer("eigen-cam", { channels: 2, rows: 30, columns: 30, activation, gradient: activation });
  pattern.forEach((value, place) => expect(map.values[place]! > 1).toBe(value > 0));
});

function viewOf({ channels, rows, columns, activation, gradient }: MapCase): LayerView {
  return {
    channels,
    rows,
    columns,
    activation: Float32Array.from(activation),
    gradient: Float32Array.from(gradient),
  };
}
