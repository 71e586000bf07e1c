/** @file Checks torchvision's defaults for what weights do not tell, and that a card's anchors fit the weights. */
import { expect, test } from "vitest";
import { networkSettings } from "../../../../../src-main/detection/networks/network-settings";
import { readArchitecture } from "../../../../../src-main/detection/networks/read-architecture";
import type { DetectorArchitecture } from "../../../../../src-main/detection/networks/architecture";
import { readShapes } from "./read-shapes";

const aspectRatios = [0.5, 1, 2];

test("Faster R-CNN has one size of anchor on each level", () => {
  const settings = networkSettings(architectureOf("fasterrcnn-resnet50-v2"), undefined);
  expect(settings).toEqual({
    minSizePx: 800,
    maxSizePx: 1333,
    normalisation: { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
    anchors: [32, 64, 128, 256, 512].map((sizePx) => ({ sizesPx: [sizePx], aspectRatios })),
    candidatesPerLevel: 1000,
    proposals: 1000,
    proposalIouThreshold: 0.7,
    proposalScoreFloor: 0,
    batchNormEpsilon: 1e-5,
  });
});

test("RetinaNet has three sizes on each level, cut to whole pixels as torchvision cuts them", () => {
  const { anchors } = networkSettings(architectureOf("retinanet-resnet50-v2"), {});
  expect(anchors.map(({ sizesPx }) => sizesPx)).toEqual([
    [32, 40, 50],
    [64, 80, 101],
    [128, 161, 203],
    [256, 322, 406],
    [512, 645, 812],
  ]);
});

test("MobileNet has all sizes on every level, and a floor for its proposals", () => {
  const settings = networkSettings(architectureOf("fasterrcnn-mobilenet-v3-large"), { minSizePx: 320, maxSizePx: 640 });
  expect(settings).toMatchObject({ minSizePx: 320, maxSizePx: 640, proposalScoreFloor: 0.05 });
  expect(settings.anchors).toEqual(
    Array.from({ length: 3 }, () => ({ sizesPx: [32, 64, 128, 256, 512], aspectRatios })),
  );
});

test("the card's word comes before a default, and a field that is undefined is none", () => {
  const settings = networkSettings(architectureOf("fasterrcnn-resnet50-v2"), { minSizePx: 256, maxSizePx: undefined });
  expect(settings).toMatchObject({ minSizePx: 256, maxSizePx: 1333 });
});

test("anchors that the weights do not have are refused", () => {
  const anchors = Array.from({ length: 5 }, () => ({ sizesPx: [32, 64], aspectRatios }));
  expect(() => networkSettings(architectureOf("fasterrcnn-resnet50-v2"), { anchors })).toThrow(
    "The card's anchors are 6, 6, 6, 6, 6 for 5 pyramid levels; the weights have 3 at each place of 5 levels.",
  );
  expect(() => networkSettings(architectureOf("fasterrcnn-resnet50-v2"), { anchors: anchors.slice(1) })).toThrow(
    "for 4 pyramid levels",
  );
});

test("where torchvision has no default anchors the card must name them", () => {
  const architecture = architectureOf("fasterrcnn-resnet34-three-levels");
  expect(() => networkSettings(architecture, undefined)).toThrow(
    "The weights have 4 anchors at each place of 4 pyramid levels, for which torchvision has no default sizes; name them in the card as network.anchors.", // prettier-ignore
  );
  const anchors = [32, 64, 128, 256].map((sizePx) => ({ sizesPx: [sizePx], aspectRatios: [0.5, 1, 2, 3] }));
  expect(networkSettings(architecture, { anchors }).anchors).toEqual(anchors);
});

function architectureOf(name: string): DetectorArchitecture {
  return readArchitecture(readShapes(name), "weights.pth");
}
