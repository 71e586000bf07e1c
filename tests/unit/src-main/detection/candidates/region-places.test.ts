/** @file Checks that each class of each region is a place with its box, its score and the derivatives of that. */
import { expect, test } from "vitest";
import { placeOfRegion, placesOfRegions } from "../../../../../src-main/detection/candidates/region-places";
import { selectDetections, type BoxHeadAnswer } from "../../../../../src-main/detection/boxes/select-detections";

const CLASSES = 3;

function buildAnswer(classLogits: readonly number[]): BoxHeadAnswer {
  return {
    classLogits: Float32Array.from(classLogits),
    boxDeltas: Float32Array.from({ length: (classLogits.length / CLASSES) * 4 * CLASSES }, (_, at) => Math.sin(at) / 2),
    proposals: Float32Array.of(10, 12, 50, 60, 30, 5, 90, 70),
    classes: CLASSES,
    imageHeight: 64,
    imageWidth: 80,
  };
}

test("a detection's box and score stand at the place of its region and label", () => {
  const answer = buildAnswer([0.2, 1, -0.5, -1, 0.3, 0.8]);
  const found = selectDetections(answer, { scoreFloor: 0, iouThreshold: 1, detectionsPerImage: 100 });
  const { scores, boxOf, labelOf } = placesOfRegions(answer);
  expect(scores).toHaveLength(4);
  expect(found.scores).toHaveLength(4);
  for (const [row, label] of found.labels.entries()) {
    const place = placeOfRegion(found.proposals[row]!, label, CLASSES);
    expect(scores[place]).toBe(found.scores[row]);
    expect(labelOf(place)).toBe(label);
    expect([...boxOf(place)]).toEqual([...found.boxes.subarray(4 * row, 4 * row + 4)]);
  }
});

test("slopes are the derivatives of a score by its region's logits, and by no other's", () => {
  const logits = [0.2, 1, -0.5, -1, 0.3, 0.8];
  const softmax = (values: readonly number[], own: number): number =>
    Math.exp(values[own]!) / values.reduce((sum, value) => sum + Math.exp(value), 0);
  const place = placeOfRegion(1, 2, CLASSES);
  const slopes = placesOfRegions(buildAnswer(logits)).slopesOf(place);
  expect(slopes.map(({ at }) => at)).toEqual([3, 4, 5]);
  for (const { output, at, slope } of slopes) {
    const scoreAt = (shift: number): number =>
      softmax(
        logits.slice(3).map((value, index) => value + (index === at - 3 ? shift : 0)),
        2,
      );
    expect(output).toBe("classLogits");
    expect(slope).toBeCloseTo((scoreAt(1e-5) - scoreAt(-1e-5)) / 2e-5, 6);
  }
});

test("the slope of a score that is nearly 1 keeps its digits", () => {
  const { slopesOf } = placesOfRegions(buildAnswer([0, 20, 0, 0, 0, 0]));
  const own = slopesOf(placeOfRegion(0, 1, CLASSES)).find(({ at }) => at === 1)!;
  // 1 − p is 4.1e-9, less than float32 tells from 1.
  expect(own.slope / (2 * Math.exp(-20))).toBeCloseTo(1, 4);
});
