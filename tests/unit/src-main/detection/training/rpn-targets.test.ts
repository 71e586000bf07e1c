/** @file Checks what the region proposal head learns against torchvision's own losses and gradients. */
import { expect, test } from "vitest";
import { joinLevels } from "../../../../../src-main/detection/training/anchor-planes";
import { binaryCrossEntropyLoss } from "../../../../../src-main/detection/training/losses/binary-cross-entropy-loss";
import { smoothL1Loss } from "../../../../../src-main/detection/training/losses/smooth-l1-loss";
import { BACKGROUND, matchBoxes } from "../../../../../src-main/detection/training/matcher";
import { RPN_TARGETS, rpnTargets } from "../../../../../src-main/detection/training/rpn-targets";
import { MersenneTwister } from "../../../../../src-main/numerics/random/mersenne-twister";
import { readIntegers } from "../../../../builders/read-arrays";
import { ALL, askLoss, fed, fixture, fixtureAnchors, largestDifference, referenceBoxes, sum } from "./training-fixture";

const levels = fixtureAnchors();
const references = fixture.boxes.map((_, image) => referenceBoxes(image));
const everything = { ...RPN_TARGETS, sampling: { perImage: ALL, positiveShare: 0.5 } };

test.each([0, 1, 2])("anchors of image %i are matched as torchvision matches them", (image) => {
  const matches = matchBoxes(joinLevels(levels), references[image]!, RPN_TARGETS.matching);
  const labels = matches.map((match) => (match >= 0 ? 1 : match === BACKGROUND ? 0 : -1));
  expect(labels).toEqual(readIntegers(fixture.rpn.labels[image]!));
});

test("the loss of objectness and its gradients are torchvision's", async () => {
  const { objectness } = rpnTargets(levels, references, everything, new MersenneTwister(0));
  const answers = fixture.rpn.objectness.map(fed);
  const others = [...objectness.targets, ...objectness.weights].map((data, index) => ({
    ...answers[index % 3]!,
    data,
  }));
  const { loss, gradients } = await askLoss([...answers, ...others], 3, (graph, values) =>
    sum(
      graph,
      [0, 1, 2].map((level) =>
        binaryCrossEntropyLoss(graph, {
          answers: values[level]!,
          targets: values[3 + level]!,
          weights: values[6 + level]!,
        }),
      ),
    ),
  );
  expect(Math.abs(loss / fixture.rpn.losses[0] - 1)).toBeLessThan(1e-6);
  expect(largestDifference(gradients, fixture.rpn.gradients.objectness)).toBeLessThan(1e-6);
});

test("the loss of deltas and its gradients are torchvision's", async () => {
  const { deltas } = rpnTargets(levels, references, everything, new MersenneTwister(0));
  const answers = fixture.rpn.deltas.map(fed);
  const others = [...deltas.targets, ...deltas.weights].map((data, index) => ({ ...answers[index % 3]!, data }));
  const { loss, gradients } = await askLoss([...answers, ...others], 3, (graph, values) =>
    sum(
      graph,
      [0, 1, 2].map((level) =>
        smoothL1Loss(graph, { answers: values[level]!, targets: values[3 + level]!, weights: values[6 + level]! }),
      ),
    ),
  );
  expect(Math.abs(loss / fixture.rpn.losses[1] - 1)).toBeLessThan(1e-6);
  expect(largestDifference(gradients, fixture.rpn.gradients.deltas)).toBeLessThan(1e-6);
});

test("a sample is as large as it may be, and its weights add up to 1", () => {
  const settings = { ...RPN_TARGETS, sampling: { perImage: 8, positiveShare: 0.5 } };
  const { objectness, deltas, positives, negatives } = rpnTargets(levels, references, settings, new MersenneTwister(1));
  const total = (arrays: readonly Float32Array[]): number =>
    arrays.reduce((all, each) => all + each.reduce((one, value) => one + value, 0), 0);
  expect(positives + negatives).toBe(24);
  expect(total(objectness.weights)).toBeCloseTo(1, 6);
  expect(total(objectness.targets)).toBe(positives);
  expect(total(deltas.weights)).toBeCloseTo((4 * positives) / 24, 6);
});

test("the same seed draws the same sample, another seed another one", () => {
  const settings = { ...RPN_TARGETS, sampling: { perImage: 16, positiveShare: 0.5 } };
  const draw = (seed: number): unknown => rpnTargets(levels, references, settings, new MersenneTwister(seed));
  expect(draw(3)).toEqual(draw(3));
  expect(draw(3)).not.toEqual(draw(4));
});
