/** @file Checks the arithmetic of open sizes: right for all numbers, and one text for equal sizes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addSizes,
  canonicalSize,
  divideSizesDown,
  divideSizesUp,
  fixedDifference,
  largerSize,
  mayBeEqual,
  multiplySizes,
  smallerSize,
  subtractSizes,
} from "../../../../../src-main/numerics/onnx/dimension";
import type { Dimension } from "../../../../../src-main/numerics/onnx/graph";
import { evaluateSize } from "../../../../builders/evaluate-size";

/** A formula and what it is for given numbers. */
interface Computed {
  readonly size: Dimension;
  readonly of: (sizes: ReadonlyMap<string, number>) => number;
}

const formulas = fc.letrec<{ size: Computed; leaf: Computed }>((tie) => ({
  leaf: fc.oneof(
    fc.integer({ min: 0, max: 40 }).map((number) => ({ size: number, of: () => number })),
    fc
      .constantFrom("rows", "columns", "n.1")
      .map((name) => ({ size: name, of: (sizes: ReadonlyMap<string, number>) => sizes.get(name)! })),
  ),
  size: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.tuple(tie("size"), tie("size")).map(([a, b]) => computed(addSizes, (x, y) => x + y, a, b)),
    fc.tuple(tie("size"), tie("size")).map(([a, b]) => computed(subtractSizes, (x, y) => x - y, a, b)),
    fc.tuple(tie("size"), tie("leaf")).map(([a, b]) => computed(multiplySizes, (x, y) => x * y, a, b)),
    fc.tuple(tie("size"), tie("size")).map(([a, b]) => computed(largerSize, Math.max, a, b)),
    fc.tuple(tie("size"), tie("size")).map(([a, b]) => computed(smallerSize, Math.min, a, b)),
    fc.tuple(tie("size"), fc.integer({ min: 1, max: 12 })).map(([a, by]) => ({
      size: divideSizesDown(a.size, by),
      of: (sizes: ReadonlyMap<string, number>) => Math.floor(a.of(sizes) / by),
    })),
  ),
})).size;

const numbers = fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50)).map(
  ([rows, columns, other]) =>
    new Map([
      ["rows", rows],
      ["columns", columns],
      ["n.1", other],
    ]),
);

test("a formula is what its numbers are, whatever they are", () => {
  fc.assert(
    fc.property(formulas, fc.array(numbers, { minLength: 4, maxLength: 4 }), ({ size, of }, bindings) => {
      fc.pre(typeof size === "number" || !size.startsWith("size_"));
      for (const sizes of bindings) expect(evaluateSize(size, sizes)).toBe(of(sizes) + 0);
    }),
    { numRuns: 2000 },
  );
});

test("a formula that is read and written again is the same text", () => {
  fc.assert(
    fc.property(formulas, ({ size }) => {
      expect(canonicalSize(size)).toBe(size);
      expect(fixedDifference(size, size)).toBe(0);
    }),
    { numRuns: 1000 },
  );
});

test("any text of a file's is a name that stays apart from others", () => {
  const names = fc.oneof(
    fc.string(),
    fc.constantFrom("a b", "floor(h/2 - 1/2)", "a*", "", '"', "x{}", "(", "ü", "1e3"),
  );
  fc.assert(
    fc.property(names, names, (name, other) => {
      const plusOne = addSizes(name, 1);
      expect(subtractSizes(plusOne, 1)).toEqual(canonicalSize(name));
      expect(fixedDifference(plusOne, name)).toBe(1);
      if (canonicalSize(name) !== canonicalSize(other)) expect(fixedDifference(name, other)).not.toBe(0);
    }),
    { numRuns: 1000 },
  );
});

test("a size that is a multiple stays whole through a backbone and back up its pyramid", () => {
  const halve = (size: Dimension): Dimension => addSizes(divideSizesDown(subtractSizes(size, 1), 2), 1);
  const levels = [1, 2, 3, 4, 5].reduce<Dimension[]>((all) => [...all, halve(all.at(-1)!)], ["32*rows"]);
  expect(levels).toEqual(["32*rows", "16*rows", "8*rows", "4*rows", "2*rows", "rows"]);
  expect(multiplySizes(levels[5]!, 2)).toBe(levels[4]);
});

test("halving a size of no known kind again and again is one division", () => {
  const halve = (size: Dimension): Dimension => divideSizesUp(size, 2);
  expect(halve(halve(halve("height")))).toBe("floor((height+7)/8)");
  expect(divideSizesDown(multiplySizes("height", 6), 4)).toBe("floor(height/2)+height");
  expect(divideSizesDown(addSizes(multiplySizes("height", 6), 9), 6)).toBe("height+1");
});

test("a product is divided by its own factors", () => {
  const area = multiplySizes(addSizes("rows", 1), addSizes("columns", 2));
  expect(divideSizesDown(multiplySizes(area, 9), addSizes("columns", 2))).toBe("9*rows+9");
  expect(divideSizesDown(area, "n")).toBe("floor((columns*rows+columns+2*rows+2)/n)");
});

test("only sizes that differ in every run are apart", () => {
  expect(mayBeEqual("rows", "columns")).toBe(true);
  expect(mayBeEqual("rows", addSizes("rows", 1))).toBe(false);
  expect(mayBeEqual(3, 4)).toBe(false);
  expect(largerSize("rows", addSizes("rows", 1))).toBe("rows+1");
  expect(largerSize(0, "rows")).toBe("rows");
});

test("formulas do not grow beyond bounds", () => {
  let size: Dimension = "rows";
  for (let turn = 0; turn < 200; turn++) size = multiplySizes(addSizes(size, `n${turn}`), addSizes(size, 1));
  expect(String(size).length).toBeLessThan(700);
});

function computed(
  combine: (left: Dimension, right: Dimension) => Dimension,
  plainly: (left: number, right: number) => number,
  left: Computed,
  right: Computed,
): Computed {
  return { size: combine(left.size, right.size), of: (sizes) => plainly(left.of(sizes), right.of(sizes)) };
}
