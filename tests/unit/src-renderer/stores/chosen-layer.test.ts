/** @file The layer that a choice means, and how its map is named. */
import { expect, test } from "vitest";
import { chosenLayer } from "../../../../src-renderer/stores/chosen-layer";
import { describeMap, readableLayer } from "../../../../src-renderer/stores/map-words";

const layers = ["layer1", "layer2", "layer3", "layer4", "fpn.0"].map((name) => ({ name, title: name }));
const resnet = { layers, suggested: ["layer1", "layer2", "layer3", "layer4"] };

test("a place is one of the suggested layers", () => {
  expect(chosenLayer(resnet, { kind: "suggested", place: 2 })?.name).toBe("layer3");
});

test("any layer can be chosen by its name", () => {
  expect(chosenLayer(resnet, { kind: "named", name: "fpn.0" })?.name).toBe("fpn.0");
});

test("what the model does not have is its last suggested layer", () => {
  expect(chosenLayer(resnet, { kind: "named", name: "features.7" })?.name).toBe("layer4");
  expect(chosenLayer({ layers, suggested: ["layer1", "layer2"] }, { kind: "suggested", place: 3 })?.name).toBe(
    "layer2",
  );
});

test("a model without layers has none to choose", () => {
  expect(chosenLayer({ layers: [], suggested: [] }, { kind: "suggested", place: 0 })).toBeUndefined();
});

test("a map is named by layer, method and what it is of", () => {
  expect(describeMap("grad-cam", { layer: "layer3", explained: "sum of Pneumonia scores" })).toBe(
    "layer3, Grad-CAM, sum of Pneumonia scores",
  );
});

test("a method that looks at no layer, or at no box, does not claim one", () => {
  const asked = { layer: "layer3", explained: "this Pneumonia box" };
  expect(describeMap("d-rise", asked)).toBe("D-RISE, this Pneumonia box");
  expect(describeMap("eigen-cam", asked)).toBe("layer3, Eigen-CAM, of the whole image, not of a box");
});

test("a path in an exported graph is told by its end, and a name without a path as it is", () => {
  expect(
    ["/backbone/body/layer3/layer3.1/conv3/Conv", "/model.22/cv3.0/cv3.0.2/Conv", "/conv1/Conv_1"].map(readableLayer),
  ).toEqual(["layer3.1/conv3", "model.22/cv3.0.2", "conv1"]);
  expect(["layer3", "fpn.0", "Conv_12", "/Conv"].map(readableLayer)).toEqual(["layer3", "fpn.0", "Conv_12", "/Conv"]);
});
