/** @file Checks that the operator table and the kernels know the same operators. */
import { expect, test } from "vitest";
import { kernels } from "../../../../../../src-main/numerics/onnx/interpreter/kernels";
import { operators } from "../../../../../../src-main/numerics/onnx/operators";

test("every operator has a kernel, and every kernel an operator", () => {
  expect(Object.keys(kernels).toSorted()).toEqual(Object.keys(operators).toSorted());
});
