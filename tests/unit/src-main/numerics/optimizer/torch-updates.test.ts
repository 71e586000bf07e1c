/** @file Updates are tested against torch's optimisers (tests/builders/torch-updates.py). */
import { expect, test } from "vitest";
import { readFixture } from "../../../../builders/read-arrays";
import {
  byReference,
  byRuntime,
  differenceFromTorch,
  type Shapes,
  type TorchUpdates,
} from "../../../../builders/replay-updates";

const { shapes, cases } = readFixture<{
  readonly shapes: Shapes;
  readonly cases: Readonly<Record<string, TorchUpdates>>;
}>("optimizer/torch-updates.json");

test.each(Object.entries(cases))("%s: torch's weights, memories and norms after each update", async (_, expected) => {
  // Constants of the graph are rounded to 32 bits, and momentum adds that up over six updates.
  expect(await differenceFromTorch(expected, shapes, byReference)).toBeLessThan(5e-7);
});

test.each(Object.entries(cases))("%s: the same on ONNX Runtime, in single precision", async (_, expected) => {
  expect(await differenceFromTorch(expected, shapes, byRuntime)).toBeLessThan(2e-6);
});
