/** @file Checks what is read from the shapes of weights against torchvision's own state_dicts, names, order and all. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Failure } from "../../../../../src-shared/domain/failure";
import { featureStrides, roiLevels } from "../../../../../src-main/detection/networks/architecture";
import { countParameters } from "../../../../../src-main/detection/networks/count-parameters";
import { describeArchitecture } from "../../../../../src-main/detection/networks/describe-architecture";
import { expectedParameters } from "../../../../../src-main/detection/networks/expected-parameters";
import { readArchitecture } from "../../../../../src-main/detection/networks/read-architecture";
import { readShapes } from "./read-shapes";

const NETWORKS = {
  "fasterrcnn-resnet50-v1": "Faster R-CNN, ResNet-50, feature pyramid of 256, proposal head of 1 convolution, box head of 2 linear layers of 1024, 91 classes", // prettier-ignore
  "fasterrcnn-resnet50-v1-frozen": "Faster R-CNN, ResNet-50 with frozen batch norm, feature pyramid of 256, proposal head of 1 convolution, box head of 2 linear layers of 1024, 91 classes", // prettier-ignore
  "fasterrcnn-resnet50-v2": "Faster R-CNN, ResNet-50, feature pyramid of 256 with batch norm, proposal head of 2 convolutions, box head of 4 convolutions of 256 with batch norm and 1 linear layer of 1024, 2 classes", // prettier-ignore
  "fasterrcnn-mobilenet-v3-large": "Faster R-CNN, MobileNetV3 large, feature pyramid of 256, proposal head of 1 convolution, box head of 2 linear layers of 1024, 3 classes", // prettier-ignore
  "fasterrcnn-resnet34-three-levels": "Faster R-CNN, ResNet-34, feature pyramid of 256, proposal head of 3 convolutions, box head of 2 convolutions of 96 and 160 and 2 linear layers of 200 and 120, 5 classes", // prettier-ignore
  "fasterrcnn-resnet18": "Faster R-CNN, ResNet-18 with frozen batch norm, feature pyramid of 256, proposal head of 1 convolution, box head of 2 linear layers of 1024, 2 classes", // prettier-ignore
  "fasterrcnn-resnext50": "Faster R-CNN, ResNeXt-50 32×4d with frozen batch norm, feature pyramid of 256, proposal head of 1 convolution, box head of 2 linear layers of 1024, 2 classes", // prettier-ignore
  "fasterrcnn-wide-resnet50": "Faster R-CNN, Wide ResNet-50-2, feature pyramid of 256, proposal head of 1 convolution, box head of 2 linear layers of 1024, 2 classes", // prettier-ignore
  "fasterrcnn-resnet101": "Faster R-CNN, ResNet-101 with frozen batch norm, feature pyramid of 256, proposal head of 1 convolution, box head of 2 linear layers of 1024, 2 classes", // prettier-ignore
  "retinanet-resnet50-v1": "RetinaNet, ResNet-50, feature pyramid of 256, heads of 4 convolutions, 91 classes",
  "retinanet-resnet50-v2": "RetinaNet, ResNet-50, feature pyramid of 256, heads of 4 convolutions with group norm, 7 classes", // prettier-ignore
  "retinanet-resnet18": "RetinaNet, ResNet-18 with frozen batch norm, feature pyramid of 256, heads of 4 convolutions, 2 classes", // prettier-ignore
} as const;

for (const [name, description] of Object.entries(NETWORKS)) {
  test(`torchvision's ${name} is read, and its state_dict expected name by name in torchvision's order`, () => {
    const shapes = readShapes(name);
    const architecture = readArchitecture(shapes, "weights.pth");
    expect([...expectedParameters(architecture)]).toEqual([...shapes]);
    expect(describeArchitecture(architecture)).toBe(description);
  });
}

test("trained numbers are counted as torch counts them", () => {
  const count = (name: string): number => countParameters(readArchitecture(readShapes(name), "weights.pth"));
  expect(count("fasterrcnn-resnet50-v2")).toBe(43_256_153);
  expect(count("fasterrcnn-mobilenet-v3-large")).toBe(18_959_754);
  expect(count("retinanet-resnet50-v2")).toBe(36_456_355);
});

test("the strides of a pyramid's levels follow from the stages that it reads", () => {
  const strides = (name: string): readonly number[] =>
    featureStrides(readArchitecture(readShapes(name), "weights.pth"));
  expect(strides("fasterrcnn-resnet50-v2")).toEqual([4, 8, 16, 32, 64]);
  expect(strides("fasterrcnn-resnet34-three-levels")).toEqual([4, 8, 16, 32]);
  expect(strides("fasterrcnn-mobilenet-v3-large")).toEqual([32, 32, 64]);
  expect(strides("retinanet-resnet50-v1")).toEqual([8, 16, 32, 64, 128]);
});

test("RoIs are cut from all levels but the extra ones", () => {
  const architecture = readArchitecture(readShapes("fasterrcnn-resnet34-three-levels"), "weights.pth");
  expect(architecture.kind === "faster-rcnn" && roiLevels(architecture)).toBe(3);
});

test("checkpoints from before torchvision 0.13 are read by their old names", () => {
  const old = (name: string): ReadonlyMap<string, readonly number[]> =>
    new Map([...readShapes(name)].map(([key, shape]) => [oldName(key), shape]));
  for (const name of ["fasterrcnn-resnet50-v1-frozen", "retinanet-resnet50-v1"]) {
    expect([...old(name).keys()]).not.toEqual([...readShapes(name).keys()]);
    expect(readArchitecture(old(name), "old.pth")).toEqual(readArchitecture(readShapes(name), "new.pth"));
  }
});

function oldName(name: string): string {
  return name
    .replace(/^(rpn\.head\.conv)\.0\.0\./, "$1.")
    .replace(/^(backbone\.fpn\.\w+_blocks\.\d)\.0\./, "$1.")
    .replace(/^(head\.\w+\.conv)\.(\d)\.0\./, (_, conv: string, index: string) => `${conv}.${2 * Number(index)}.`);
}

test("a checkpoint without counts of training steps is read all the same", () => {
  const shapes = readShapes("fasterrcnn-resnet50-v2");
  const gone = [...shapes.keys()].find((name) => name.endsWith("num_batches_tracked"));
  const fewer = new Map([...shapes].filter(([name]) => name !== gone));
  expect(readArchitecture(fewer, "weights.pth")).toEqual(readArchitecture(shapes, "weights.pth"));
});

const REFUSALS = {
  maskrcnn: "weights.pth is no Faster R-CNN or RetinaNet of torchvision: its weights are those of a Mask R-CNN.",
  fcos: "weights.pth is no Faster R-CNN or RetinaNet of torchvision: its weights are those of an FCOS detector.",
  ssd: "weights.pth is no Faster R-CNN or RetinaNet of torchvision: its weights are those of an SSD detector.",
  resnet18: "weights.pth is no Faster R-CNN or RetinaNet of torchvision: its weights are those of a classifier with a ResNet.", // prettier-ignore
} as const;

for (const [name, sentence] of Object.entries(REFUSALS)) {
  test(`${name} is refused as what it is`, () => {
    expect(refusal(readShapes(name))).toBe(sentence);
  });
}

test("other networks are refused by what they look like, or by what they hold", () => {
  const of = (...names: readonly string[]): string => refusal(new Map(names.map((name) => [name, [1]])));
  expect(of("model.0.conv.weight", "model.24.m.0.weight")).toContain("a YOLO detector");
  expect(of("backbone.0.body.conv1.weight", "class_embed.weight")).toContain("a DETR detector");
  expect(of("backbone.bottom_up.stem.conv1.weight", "roi_heads.box_predictor.cls_score.weight")).toContain("Detectron2"); // prettier-ignore
  expect(of("alpha", "beta", "gamma", "delta")).toBe(
    "weights.pth is no Faster R-CNN or RetinaNet of torchvision: it has alpha, beta, gamma and 1 more, and lacks rpn.head.cls_logits.weight and head.classification_head.cls_logits.weight.", // prettier-ignore
  );
  expect(of()).toContain("it has no weights");
});

test("a detector whose backbone has no pyramid is refused as such", () => {
  expect(
    refusal(
      new Map([
        ["backbone.0.0.weight", [32, 3, 3, 3]],
        ["rpn.head.cls_logits.weight", [9, 8, 1, 1]],
      ]),
    ),
  ).toBe(
    // prettier-ignore
    "weights.pth is a detector without feature pyramid, where one with backbone.body and backbone.fpn was expected.",
  );
});

test("missing, unknown and misshapen weights are named in one sentence", () => {
  const shapes = new Map(readShapes("fasterrcnn-resnet50-v2"));
  shapes.delete("backbone.body.layer2.1.conv3.weight");
  shapes.set("ema.decay", []);
  shapes.set("roi_heads.box_predictor.bbox_pred.bias", [4]);
  expect(refusal(shapes)).toBe(
    "weights.pth does not fit together as torchvision's Faster R-CNN: it lacks backbone.body.layer2.1.conv3.weight; it has ema.decay, which such a network has not; it holds roi_heads.box_predictor.bbox_pred.bias as [4] instead of [8].", // prettier-ignore
  );
});

test("the first weight of a part that is missing is what the sentence names", () => {
  const without = (name: string): string => {
    const shapes = new Map(readShapes("fasterrcnn-resnet50-v1"));
    shapes.delete(name);
    return refusal(shapes);
  };
  expect(without("roi_heads.box_head.fc6.weight")).toBe(
    "weights.pth lacks roi_heads.box_head.fc6.weight, from which its build is read.",
  );
  expect(without("backbone.body.bn1.running_mean")).toBe(
    "weights.pth does not fit together as torchvision's Faster R-CNN: it lacks backbone.body.bn1.running_mean.",
  );
});

test("a head that scores the background alone is refused", () => {
  const shapes = new Map(readShapes("fasterrcnn-resnet50-v1"));
  shapes.set("roi_heads.box_predictor.cls_score.weight", [1, 1024]);
  expect(refusal(shapes)).toBe(
    "weights.pth scores one class by roi_heads.box_predictor.cls_score.weight, the background, where one more was expected.",
  );
});

test("a stranger's name is shortened, and cannot play tricks with a terminal", () => {
  const shapes = new Map(readShapes("fasterrcnn-resnet50-v1"));
  shapes.set(`\u001b[2J\n${"x".repeat(500)}`, [1]);
  expect(refusal(shapes)).toMatch(/: it has \?\[2J\?x+…, which such a network has not\.$/);
});

test("a pyramid that leaves a stage out is refused for Faster R-CNN, whose RoIs would find no level", () => {
  const shapes = new Map(readShapes("fasterrcnn-resnet50-v1"));
  for (const blocks of ["inner_blocks", "layer_blocks"]) {
    for (const index of [1, 2]) {
      for (const kind of ["weight", "bias"]) {
        const next = shapes.get(`backbone.fpn.${blocks}.${index + 1}.0.${kind}`)!;
        shapes.set(`backbone.fpn.${blocks}.${index}.0.${kind}`, next);
      }
    }
    for (const kind of ["weight", "bias"]) shapes.delete(`backbone.fpn.${blocks}.3.0.${kind}`);
  }
  expect(refusal(shapes)).toBe(
    "weights.pth has a feature pyramid with levels at strides of 4, 16, 32 pixels, where RoIs need one at each halving.", // prettier-ignore
  );
});

test("any one weight gone, added, or of another shape is named, and nothing else is thrown", () => {
  const all = Object.keys(NETWORKS).map(readShapes);
  const change = fc.constantFrom("remove", "rename", "resize", "flatten", "empty");
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.nat(), change, (shapes, seed, kind) => {
      const [name, shape] = [...shapes][seed % shapes.size]!;
      if (name.endsWith("num_batches_tracked")) return;
      const changed = new Map(shapes);
      changed.delete(name);
      if (kind === "rename") changed.set(`${name}s`, shape);
      if (kind === "resize") changed.set(name, [(shape[0] ?? 0) + 1, ...shape.slice(1)]);
      if (kind === "flatten") changed.set(name, [shape.reduce((product, size) => product * size, 1), 1, 1]);
      if (kind === "empty") changed.set(name, [0, ...shape.slice(1)]);
      expect(() => readArchitecture(changed, "weights.pth")).toThrow(Failure);
    }),
    { numRuns: 300 },
  );
});

test("a block of a huge number asks for no huge network", () => {
  const shapes = new Map(readShapes("fasterrcnn-resnet50-v2"));
  shapes.set("backbone.body.layer1.4000000000.conv1.weight", [64, 256, 1, 1]);
  expect(refusal(shapes)).toContain("lacks backbone.body.layer1.3.conv1.weight");
});

function refusal(shapes: ReadonlyMap<string, readonly number[]>): string {
  try {
    readArchitecture(shapes, "weights.pth");
  } catch (failure) {
    if (failure instanceof Failure) return failure.message;
    throw failure;
  }
  return "nothing was refused";
}
