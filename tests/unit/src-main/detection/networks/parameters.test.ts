/** @file Checks that weights are found by torchvision's names, old ones too, and refused where they are no numbers. */
import { expect, test } from "vitest";
import { readParameters } from "../../../../../src-main/detection/networks/parameters";
import type { StoredTensor } from "../../../../../src-main/numerics/pickle/checkpoint";

test("weights are found by today's names, and read when asked", () => {
  let reads = 0;
  const stored = storedTensor("rpn.head.conv.weight", [0.5, -2], () => reads++);
  const parameters = readParameters(new Map([[stored.name, stored]]), "old.pth");
  expect(parameters.names).toEqual(["rpn.head.conv.0.0.weight"]);
  expect(parameters.shapeOf("rpn.head.conv.0.0.weight")).toEqual([2]);
  expect(reads).toBe(0);
  expect([...parameters.load("rpn.head.conv.0.0.weight")]).toEqual([0.5, -2]);
  expect(reads).toBe(1);
});

test("half-precision weights become the same numbers", () => {
  const half: StoredTensor = {
    ...storedTensor("bias", []),
    type: "float16",
    load: () => ({ type: "float16", shape: [2], data: Uint16Array.of(0x3c00, 0xc100) }),
  };
  expect([...readParameters(new Map([["bias", half]]), "half.pth").load("bias")]).toEqual([1, -2.5]);
});

test("NaN and infinity are refused by name and place", () => {
  const of = (value: number): (() => Float32Array) => {
    const stored = storedTensor("backbone.body.conv1.weight", [1, value, 3]);
    return () => readParameters(new Map([[stored.name, stored]]), "broken.pth").load(stored.name);
  };
  expect(of(NaN)).toThrow(
    "broken.pth holds NaN in backbone.body.conv1.weight at place 1 of 3; finite weights were expected.",
  );
  expect(of(-Infinity)).toThrow("holds -Infinity in backbone.body.conv1.weight");
});

test("complex numbers are refused by name", () => {
  const stored = { ...storedTensor("backbone.body.conv1.weight", []), type: "complex64" as const };
  expect(() => readParameters(new Map([[stored.name, stored]]), "waves.pth").load(stored.name)).toThrow(
    "waves.pth holds backbone.body.conv1.weight as complex64; real numbers were expected.",
  );
});

test("a weight that is not there is a failure that names it", () => {
  expect(() => readParameters(new Map(), "empty.pth").load("backbone.body.conv1.weight")).toThrow(
    "empty.pth has no weights named backbone.body.conv1.weight.",
  );
});

function storedTensor(name: string, values: readonly number[], onRead = (): void => undefined): StoredTensor {
  const shape = [values.length];
  const load: StoredTensor["load"] = () => {
    onRead();
    return { type: "float32", shape, data: Float32Array.from(values) };
  };
  return { name, type: "float32", shape, load };
}
