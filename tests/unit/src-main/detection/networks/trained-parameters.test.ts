/** @file Which weights move is tested against what torchvision leaves to the optimiser. */
import { expect, test } from "vitest";
import type { DetectorArchitecture } from "../../../../../src-main/detection/networks/architecture";
import { trainedParameters, type TrainedScope } from "../../../../../src-main/detection/networks/trained-parameters";

const ARCHITECTURE: DetectorArchitecture = {
  kind: "faster-rcnn",
  backbone: {
    kind: "resnet",
    block: "bottleneck",
    stemChannels: 64,
    groups: 1,
    layers: [64, 128, 256, 512].map((width) => ({ blocks: 2, width, channels: 4 * width })),
    normalisation: "batch",
  },
  pyramid: { channels: 64, stages: [], normalisation: "batch", extra: { kind: "max-pool" } },
  proposalHead: { convolutions: 1, anchorsPerLocation: 3 },
  boxHead: { kind: "mlp", roiSize: 7, hiddenSizes: [256, 256] },
  classes: 2,
};

const NAMES = [
  "backbone.body.conv1.weight",
  "backbone.body.bn1.weight",
  "backbone.body.bn1.running_mean",
  ...[1, 2, 3, 4].map((layer) => `backbone.body.layer${layer}.0.conv1.weight`),
  "backbone.body.layer4.0.bn1.bias",
  "backbone.body.layer4.0.bn1.running_mean",
  "backbone.body.layer4.0.bn1.num_batches_tracked",
  "backbone.fpn.inner_blocks.0.0.weight",
  "rpn.head.cls_logits.bias",
];

function trained(change: Partial<TrainedScope>): readonly string[] {
  const scope: TrainedScope = { trainableBackboneLayers: 3, batchNorm: "training", scope: "full", ...change };
  const shapeOf = (name: string): readonly number[] | undefined => (NAMES.includes(name) ? [1] : undefined);
  return NAMES.filter(trainedParameters(ARCHITECTURE, { shapeOf }, scope).isTrained);
}

test("layers are counted from the backbone's end", () => {
  expect(trained({})).toEqual([
    "backbone.body.layer2.0.conv1.weight",
    "backbone.body.layer3.0.conv1.weight",
    "backbone.body.layer4.0.conv1.weight",
    "backbone.body.layer4.0.bn1.bias",
    "backbone.fpn.inner_blocks.0.0.weight",
    "rpn.head.cls_logits.bias",
  ]);
});

test("the fifth layer is the first convolution, with its norm", () => {
  const all = trained({ trainableBackboneLayers: 5 });
  expect(all).toContain("backbone.body.conv1.weight");
  expect(all).toContain("backbone.body.bn1.weight");
  expect(all.filter((name) => /running|batches/.test(name))).toEqual([]);
});

test("frozen norms do not move", () => {
  expect(trained({ trainableBackboneLayers: 5, batchNorm: "frozen" }).filter((name) => name.includes("bn"))).toEqual(
    [],
  );
});

test("where heads learn alone, nothing of backbone and pyramid moves", () => {
  expect(trained({ scope: "heads" })).toEqual(["rpn.head.cls_logits.bias"]);
});
