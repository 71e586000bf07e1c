/** @file The names that a person may have meant. */
import { expect, test } from "vitest";
import { nearestNames } from "../../../../../src-main/jobs/explanations/nearest-names";

const LAYERS = ["layer1", "layer2", "layer3", "layer4", "fpn.0"];

test("a slip of the pen finds what was meant first, whatever its capitals", () => {
  expect(nearestNames("Layr3", LAYERS)[0]).toBe("layer3");
});

test("names that hold what was written stand before names that are merely as short", () => {
  const names = ["/stem/Conv", "/backbone/body/layer4/conv1/Conv", "/backbone/body/layer4/conv2/Conv"];

  expect(nearestNames("layer4", names, 2)).toEqual(names.slice(1));
});

test("there are never more names than asked for, nor than there are", () => {
  expect(nearestNames("layer", LAYERS, 2)).toHaveLength(2);
  expect(nearestNames("x", ["a"], 4)).toEqual(["a"]);
  expect(nearestNames("x", [])).toEqual([]);
});
