/** @file Checks what the box head learns against torchvision's own losses and gradients. */
import { describe, expect, test } from "vitest";
import { crossEntropyLoss } from "../../../../../src-main/detection/training/losses/cross-entropy-loss";
import { smoothL1Loss } from "../../../../../src-main/detection/training/losses/smooth-l1-loss";
import { ROI_TARGETS, roiTargets, sampleRegions } from "../../../../../src-main/detection/training/roi-targets";
import { MersenneTwister } from "../../../../../src-main/numerics/random/mersenne-twister";
import { readFloats, readIntegers } from "../../../../builders/read-arrays";
import { ALL, askLoss, fed, fixture, largestDifference, referenceBoxes, referenceLabels } from "./training-fixture";

const everything = { ...ROI_TARGETS, sampling: { perImage: ALL, positiveShare: 0.25 } };
const images = fixture.boxes.map((_, image) => ({
  proposals: readFloats(fixture.roi.proposals[image]!),
  references: { boxes: referenceBoxes(image), labels: referenceLabels(image) },
}));

function sampleAll(): ReturnType<typeof sampleRegions>[] {
  return images.map((each) => sampleRegions(each.proposals, each.references, everything, new MersenneTwister(0)));
}

test.each([0, 1, 2])("regions and classes of image %i are torchvision's", (image) => {
  const { regions, labels } = sampleAll()[image]!;
  expect(regions).toEqual(readFloats(fixture.roi.regions[image]!));
  expect(labels).toEqual(readIntegers(fixture.roi.labels[image]!));
});

test("the loss of classes and its gradients are torchvision's", async () => {
  const logits = fed(fixture.roi.logits);
  const weights = { ...logits, data: roiTargets(sampleAll(), 3).classWeights };
  const { loss, gradients } = await askLoss([logits, weights], 1, (graph, values) =>
    crossEntropyLoss(graph, values[0]!, values[1]!),
  );
  expect(Math.abs(loss / fixture.roi.losses[0] - 1)).toBeLessThan(1e-6);
  expect(largestDifference(gradients, [fixture.roi.gradients.logits])).toBeLessThan(1e-6);
});

test("the loss of deltas and its gradients are torchvision's", async () => {
  const answers = fed(fixture.roi.deltas);
  const { targets, weights } = roiTargets(sampleAll(), 3).deltas;
  const inputs = [answers, { ...answers, data: targets }, { ...answers, data: weights }];
  const { loss, gradients } = await askLoss(inputs, 1, (graph, values) =>
    smoothL1Loss(graph, { answers: values[0]!, targets: values[1]!, weights: values[2]! }),
  );
  expect(Math.abs(loss / fixture.roi.losses[1] - 1)).toBeLessThan(1e-6);
  expect(largestDifference(gradients, [fixture.roi.gradients.deltas])).toBeLessThan(1e-6);
});

describe("a sample", () => {
  const [first] = images;
  const draw = (seed: number): ReturnType<typeof sampleRegions> => {
    const sampling = { perImage: 12, positiveShare: 0.25 };
    return sampleRegions(first!.proposals, first!.references, { ...ROI_TARGETS, sampling }, new MersenneTwister(seed));
  };

  test("holds no more regions with a reference box than their share", () => {
    expect(draw(0).labels.length).toBe(12);
    expect(draw(0).labels.filter((label) => label > 0).length).toBe(3);
  });

  test("is the same by the same seed, and another by another one", () => {
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });
});

test("an image without proposals offers its reference boxes", () => {
  const references = { boxes: Float32Array.of(1, 2, 3, 4), labels: Int32Array.of(2) };
  const sample = sampleRegions(new Float32Array(0), references, ROI_TARGETS, new MersenneTwister(0));
  expect(sample).toEqual({ regions: references.boxes, labels: references.labels, deltas: new Float32Array(4) });
});

test("labels that the network has no class for are refused", () => {
  const boxes = Float32Array.of(1, 2, 3, 4);
  const sample = (label: number): ReturnType<typeof sampleRegions> =>
    sampleRegions(boxes, { boxes, labels: Int32Array.of(label) }, ROI_TARGETS, new MersenneTwister(0));
  expect(() => sample(0)).toThrow("A reference box has the label 0; one from 1 on was expected.");
  expect(() => roiTargets([sample(2)], 2)).toThrow("the network knows 1 classes besides background");
});
