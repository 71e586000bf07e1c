/** @file Tests gradients of slices and gathers whose places are constants, or come from anywhere else than usual. */
import { expect, test } from "vitest";

import type { ReferenceTensor } from "../../../../../src-main/numerics/onnx/interpreter/reference-tensor";
import {
  checkGradient,
  checkGradientOnRuntime,
  scatteredNumbers,
  type GradientCase,
} from "../../../../builders/check-gradient";

const CONSTANT_PLACES: Readonly<
  Record<string, { readonly shape: readonly number[]; readonly places: readonly number[] }>
> = {
  "one without an axis": { shape: [], places: [2] },
  "one counted from the end": { shape: [1], places: [-1] },
  "several, none twice": { shape: [3], places: [3, 0, -2] },
  "one of them twice": { shape: [3], places: [1, -3, 0] },
  "a table of them": { shape: [2, 2], places: [1, 3, 0, 2] },
  none: { shape: [0], places: [] },
};

test.each(Object.keys(CONSTANT_PLACES))("gathered at constant places: %s", async (name) => {
  const { shape, places } = CONSTANT_PLACES[name]!;
  expect(
    await wrongGradients({
      inputs: [{ tensor: tensor([2, 4, 3]) }],
      build: (to, [x]) =>
        to.gather(x!, to.constant({ type: "int64", shape, data: BigInt64Array.from(places, BigInt) }), 1),
    }),
  ).toEqual([]);
});

test("places may be numbers of 32 bits", async () => {
  const places: ReferenceTensor = { type: "int32", shape: [3], data: Float64Array.of(1, 1, 0) };
  expect(
    await wrongGradients({
      inputs: [{ tensor: tensor([4, 2]) }, { tensor: places }],
      build: (to, [x, at]) => to.gather(x!, at!),
    }),
  ).toEqual([]);
});

test.each(["int64", "int32"] as const)("a slice may be told by %s numbers of the run", async (type) => {
  const run = (...data: readonly number[]) => ({ tensor: { type, shape: [2], data: Float64Array.from(data) } });
  expect(
    await wrongGradients({
      inputs: [{ tensor: tensor([5, 6]) }, run(-1, 1), run(-6, 9), run(1, 2)],
      build: (to, [x, starts, ends, steps]) => {
        const axes = to.cast(to.integers([0, 1]), type);
        return to.apply("Slice", [x, starts, ends, axes, steps])[0]!;
      },
    }),
  ).toEqual([]);
});

test("the largest elements are found again where their places were not asked for", () => {
  const gradientCase: GradientCase = {
    inputs: [{ tensor: tensor([3, 5]) }],
    build: (to, [x]) => to.apply("TopK", [x, to.integers([2])], { axis: 1 }, 1)[0]!,
  };
  expect(checkGradient(gradientCase)).toEqual([]);
});

async function wrongGradients(gradientCase: GradientCase): Promise<readonly string[]> {
  return [...checkGradient(gradientCase), ...(await checkGradientOnRuntime(gradientCase))];
}

function tensor(shape: readonly number[]): ReferenceTensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return { type: "float32", shape, data: scatteredNumbers(count, 5) };
}
