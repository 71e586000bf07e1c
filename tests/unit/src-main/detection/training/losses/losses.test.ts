/** @file Losses and their gradients are tested against torch's autograd (tests/fixtures/training/make_losses.py). */
import { expect, test } from "vitest";
import { absoluteLoss } from "../../../../../../src-main/detection/training/losses/absolute-loss";
import { binaryCrossEntropyLoss } from "../../../../../../src-main/detection/training/losses/binary-cross-entropy-loss";
import { crossEntropyLoss } from "../../../../../../src-main/detection/training/losses/cross-entropy-loss";
import { cornersOf } from "../../../../../../src-main/detection/training/losses/decode-deltas";
import { focalLoss } from "../../../../../../src-main/detection/training/losses/focal-loss";
import { generalisedIouLoss } from "../../../../../../src-main/detection/training/losses/generalised-iou-loss";
import { smoothL1Loss } from "../../../../../../src-main/detection/training/losses/smooth-l1-loss";
import type { WeightedAnswers } from "../../../../../../src-main/detection/training/losses/weighted-loss";
import type { GraphBuilder, Value } from "../../../../../../src-main/numerics/onnx/builder";
import { readFixture } from "../../../../../builders/read-arrays";
import { differencesFromTorch, type BuildExpression, type TorchAnswer } from "../../../../../builders/torch-gradients";

const ANSWERS = readFixture<Readonly<Record<string, TorchAnswer>>>("training/losses.json");

const LOSSES: Readonly<Record<string, BuildExpression>> = {
  "binary cross entropy": weighted(binaryCrossEntropyLoss),
  "cross entropy": (graph, logits, weights) => crossEntropyLoss(graph, logits!, weights!),
  "smooth L1": weighted((graph, answers) => smoothL1Loss(graph, answers, 0.5)),
  absolute: weighted(absoluteLoss),
  focal: weighted(focalLoss),
  "generalised IoU": weighted((graph, { answers, targets, weights }) => {
    const corners = { answers: cornersOf(graph, answers, 1), targets: cornersOf(graph, targets, 1) };
    return generalisedIouLoss(graph, { ...corners, weights, axis: 1 });
  }),
};

function weighted(loss: (graph: GraphBuilder, answers: WeightedAnswers) => Value): BuildExpression {
  return (graph, answers, targets, weights) => loss(graph, { answers: answers!, targets: targets!, weights: weights! });
}

test.each(Object.keys(ANSWERS))("%s: torch's loss and gradients", (name) => {
  // Constants of the graph are rounded to 32 bits.
  expect(Math.max(...differencesFromTorch(ANSWERS[name]!, LOSSES[name]!))).toBeLessThan(2e-7);
});

test("every loss that torch was asked for is built here too", () => {
  expect(Object.keys(LOSSES)).toEqual(Object.keys(ANSWERS));
});
