/** @file Naming the layer that a map is made at. */
import { expect, test } from "vitest";
import { layerNamed } from "../../../../../src-main/entries/commands/choose-layer";

const EXPORTED = [
  "/body/conv1/Conv",
  "/body/layer4/layer4.0/conv1/Conv",
  "/body/layer4/layer4.0/conv3/Conv",
  "/fpn/Conv",
];

test("a layer's own name means that layer", () => {
  expect(layerNamed("/body/layer4/layer4.0/conv1/Conv", EXPORTED)).toBe("/body/layer4/layer4.0/conv1/Conv");
  expect(layerNamed("layer4", ["layer3", "layer4", "a/layer4/b"])).toBe("layer4");
});

test("a part of exported paths means the last layer below it", () => {
  expect(layerNamed("layer4", EXPORTED)).toBe("/body/layer4/layer4.0/conv3/Conv");
});

test("a name that fits no layer stays as it was written", () => {
  expect(layerNamed("layer", EXPORTED)).toBe("layer");
});
