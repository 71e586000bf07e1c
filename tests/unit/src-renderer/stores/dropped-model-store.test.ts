/** @file What is made of files that are dropped on the window. */
import { expect, test } from "vitest";
import { findDroppedModel } from "../../../../src-renderer/stores/dropped-model-store";

const named = (...names: readonly string[]) => names.map((name) => new File([], name));

test("a model is told by its ending, and what was dropped beside it goes with it", () => {
  const files = named("detector.onnx.data", "Detector.ONNX");
  expect(findDroppedModel(files)).toEqual({ dropped: { file: files[1], companions: [files[0]] } });
});

test("files without a model among them are refused by name or by number", () => {
  expect(findDroppedModel(named("chest.dcm"))).toMatchObject({ reason: expect.stringContaining("“chest.dcm” is no") });
  expect(findDroppedModel(named("a.dcm", "b.dcm"))).toMatchObject({ reason: expect.stringContaining("None of these") });
});

test("two models at once are refused", () => {
  expect(findDroppedModel(named("a.pth", "b.safetensors"))).toMatchObject({
    reason: "2 models were dropped; they are added one at a time.",
  });
});
