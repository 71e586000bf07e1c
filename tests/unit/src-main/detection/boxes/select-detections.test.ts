/** @file Checks Faster R-CNN's last step against torchvision's. */
import { expect, test } from "vitest";
import { selectDetections, type BoxHeadAnswer } from "../../../../../src-main/detection/boxes/select-detections";
import { readFixture, readFloats, readIntegers, type PackedArray } from "../../../../builders/read-arrays";

interface SelectionCase {
  readonly classes: number;
  readonly scoreFloor: number;
  readonly most: number;
  readonly image: readonly [number, number];
  readonly proposals: PackedArray;
  readonly logits: PackedArray;
  readonly deltas: PackedArray;
  readonly boxes: PackedArray;
  readonly scores: PackedArray;
  readonly labels: PackedArray;
}
const cases = readFixture<readonly SelectionCase[]>("boxes/selection.json");

test.each(cases)("torchvision's detections are met to the last bit, $classes classes", (each) => {
  const { scoreFloor, most: detectionsPerImage } = each;
  const found = selectDetections(answerOf(each), { scoreFloor, iouThreshold: 0.5, detectionsPerImage });
  expect(found.scores).toEqual(readFloats(each.scores));
  expect([...found.labels]).toEqual([...readIntegers(each.labels)]);
  expect(found.boxes).toEqual(readFloats(each.boxes));
});

test("each detection knows its proposal", () => {
  const answer = answerOf(cases[1]!);
  const settings = { scoreFloor: 0.3, iouThreshold: 0.5, detectionsPerImage: 100 };
  const { proposals, scores } = selectDetections(answer, settings);
  expect(new Set(proposals).size).toBeGreaterThan(3);
  const alone = [...proposals].map((proposal) => {
    const { classes } = answer;
    const row = (table: Float32Array, width: number): Float32Array =>
      table.subarray(proposal * width, (proposal + 1) * width);
    const only = {
      ...answer,
      classLogits: row(answer.classLogits, classes),
      boxDeltas: row(answer.boxDeltas, 4 * classes),
      proposals: row(answer.proposals, 4),
    };
    return [...selectDetections(only, settings).scores];
  });
  for (const [rank, own] of alone.entries()) expect(own).toContain(scores[rank]);
});

test("an answer that does not fit together is refused", () => {
  const answer = { ...answerOf(cases[0]!), classes: 3 };
  expect(() => selectDetections(answer, { scoreFloor: 0, iouThreshold: 0.5, detectionsPerImage: 9 })).toThrow(
    "The network answered 200 class logits and 800 box deltas for 100 proposals and 3 classes.",
  );
});

function answerOf(each: SelectionCase): BoxHeadAnswer {
  return {
    classLogits: readFloats(each.logits),
    boxDeltas: readFloats(each.deltas),
    proposals: readFloats(each.proposals),
    classes: each.classes,
    imageHeight: each.image[0],
    imageWidth: each.image[1],
  };
}
