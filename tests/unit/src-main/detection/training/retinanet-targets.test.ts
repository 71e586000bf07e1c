/** @file Checks what RetinaNet's heads learn against torchvision's own losses and gradients. */
import { expect, test } from "vitest";
import { anchorsPerCell } from "../../../../../src-main/detection/boxes/anchors";
import { joinLevels, layOutAnchors } from "../../../../../src-main/detection/training/anchor-planes";
import { absoluteLoss } from "../../../../../src-main/detection/training/losses/absolute-loss";
import { cornersOf, decodeDeltas } from "../../../../../src-main/detection/training/losses/decode-deltas";
import { focalLoss } from "../../../../../src-main/detection/training/losses/focal-loss";
import { generalisedIouLoss } from "../../../../../src-main/detection/training/losses/generalised-iou-loss";
import type { WeightedAnswers } from "../../../../../src-main/detection/training/losses/weighted-loss";
import { matchBoxes } from "../../../../../src-main/detection/training/matcher";
import { RETINANET_MATCHING, retinaNetTargets } from "../../../../../src-main/detection/training/retinanet-targets";
import type { GraphBuilder, Value } from "../../../../../src-main/numerics/onnx/builder";
import { readIntegers } from "../../../../builders/read-arrays";
import {
  askLoss,
  fed,
  fixture,
  fixtureAnchors,
  largestDifference,
  referenceBoxes,
  referenceLabels,
  sum,
} from "./training-fixture";

const levels = fixtureAnchors();
const kinds = anchorsPerCell({ sizesPx: [...fixture.sizes[0]!], aspectRatios: [...fixture.ratios[0]!] });
const references = fixture.boxes.map((_, image) => ({
  boxes: referenceBoxes(image),
  labels: referenceLabels(image, -1),
}));
const targets = retinaNetTargets(levels, references, { classes: 3, matching: RETINANET_MATCHING });

test.each([0, 1, 2])("anchors of image %i are matched as torchvision matches them", (image) => {
  const matches = matchBoxes(joinLevels(levels), references[image]!.boxes, RETINANET_MATCHING);
  expect(matches).toEqual(readIntegers(fixture.retinanet.matches[image]!));
});

test.each([
  {
    name: "classes",
    dense: targets.classes,
    answers: fixture.retinanet.logits,
    loss: focalLoss,
    expected: fixture.retinanet.focal,
  },
  {
    name: "deltas",
    dense: targets.deltas,
    answers: fixture.retinanet.deltas,
    loss: absoluteLoss,
    expected: fixture.retinanet.boxes.l1,
  },
])("the loss of $name and its gradients are torchvision's", async ({ dense, answers, loss, expected }) => {
  const given = answers.map(fed);
  const others = [...dense.targets, ...dense.weights].map((data, index) => ({ ...given[index % 3]!, data }));
  const found = await askLoss([...given, ...others], 3, (graph, values) =>
    sum(
      graph,
      [0, 1, 2].map((level) => loss(graph, weightedAnswers(values, level))),
    ),
  );
  expect(Math.abs(found.loss / expected.loss - 1)).toBeLessThan(1e-6);
  expect(largestDifference(found.gradients, expected.gradients)).toBeLessThan(1e-6);
});

function weightedAnswers(values: readonly Value[], level: number): WeightedAnswers {
  return { answers: values[level]!, targets: values[3 + level]!, weights: values[6 + level]! };
}

test("the loss of overlaps and its gradients are torchvision's", async () => {
  const deltas = fixture.retinanet.deltas.map(fed);
  const anchors = layOutAnchors(levels).map((data, level) => ({ shape: [1, ...deltas[level]!.shape.slice(1)], data }));
  const boxes = targets.boxes.targets.map((data, level) => ({ ...deltas[level]!, data }));
  const weights = targets.boxes.weights.map((data, level) => {
    const [images, , height, width] = deltas[level]!.shape;
    return { shape: [images!, kinds, 1, height! * width!], data };
  });
  const { loss, gradients } = await askLoss([...deltas, ...boxes, ...weights, ...anchors], 3, (graph, values) =>
    sum(
      graph,
      [0, 1, 2].map((level) => overlapLoss(graph, weightedAnswers(values, level), values[9 + level]!)),
    ),
  );
  const expected = fixture.retinanet.boxes.giou;
  expect(Math.abs(loss / expected.loss - 1)).toBeLessThan(1e-6);
  // torchvision takes differences of float32 boxes; so does this, in another order.
  expect(largestDifference(gradients, expected.gradients)).toBeLessThan(1e-5);
});

function overlapLoss(
  graph: GraphBuilder,
  { answers, targets: wanted, weights }: WeightedAnswers,
  anchors: Value,
): Value {
  const anchorwise = (planes: Value): Value => graph.reshape(planes, [0, kinds, 4, -1]);
  const decoded = decodeDeltas(graph, { deltas: anchorwise(answers), references: anchorwise(anchors), axis: 2 });
  return generalisedIouLoss(graph, {
    answers: decoded,
    targets: cornersOf(graph, anchorwise(wanted), 2),
    weights,
    axis: 2,
  });
}

test("labels that are no class are refused", () => {
  const reference = { boxes: Float32Array.of(1, 2, 3, 4), labels: Int32Array.of(3) };
  expect(() => retinaNetTargets(levels, [reference], { classes: 3, matching: RETINANET_MATCHING })).toThrow(
    "A reference box has the label 3; one from 0 to 2 was expected.",
  );
});
