/** @file What a heat map explains. */
import { expect, test } from "vitest";
import type { InstanceId } from "../../../../src-shared/domain/identifiers";
import { explainedFinding } from "../../../../src-renderer/stores/explained-finding";
import type { MapTarget } from "../../../../src-renderer/stores/explanation-store";
import { analyseRun } from "../../../../src-renderer/stores/run-analysis";
import { runTableOf } from "../../../builders/arbitrary-images";

const LEFT = { x1: 0, y1: 0, x2: 10, y2: 10 };
const RIGHT = { x1: 40, y1: 0, x2: 50, y2: 10 };

/** One reference box that is found, one that is missed, and a false positive of another label. */
const table = runTableOf([
  { id: "empty", references: [], detections: [] },
  {
    id: "read",
    references: [
      { box: LEFT, label: "nodule" },
      { box: RIGHT, label: "nodule" },
    ],
    detections: [
      { box: { x1: 20, y1: 20, x2: 30, y2: 30 }, label: "effusion", score: 0.9 },
      { box: LEFT, label: "nodule", score: 0.6 },
    ],
  },
]);
const analysis = analyseRun(table, { scoreThreshold: 0.3, iouThreshold: 0.5 });
const { detectionIds, referenceIds } = table.head;
const READ = "read" as InstanceId;
const EMPTY = "empty" as InstanceId;

function explained(findingId: string | undefined, target: MapTarget = "finding", instanceId = READ) {
  return explainedFinding(analysis, { instanceId, findingId, target });
}

test("a chosen detection is explained itself", () => {
  expect(explained(detectionIds[0])).toEqual({
    state: "found",
    target: { kind: "detection", detectionId: detectionIds[0] },
    words: "this effusion box",
  });
});

test("a chosen reference box that was found is explained by the detection that found it", () => {
  expect(explained(referenceIds[0])).toMatchObject({ target: { kind: "detection", detectionId: detectionIds[1] } });
});

test("a chosen reference box that was missed is explained as a miss", () => {
  expect(explained(referenceIds[1])).toEqual({
    state: "found",
    target: { kind: "miss", annotationId: referenceIds[1] },
    words: "the missed nodule box",
  });
});

test("a reference box is missed from the threshold up that its detection does not reach", () => {
  const strict = analyseRun(table, { scoreThreshold: 0.7, iouThreshold: 0.5 });
  const asked = { instanceId: READ, findingId: referenceIds[0], target: "finding" } as const;
  expect(explainedFinding(strict, asked)).toMatchObject({ target: { kind: "miss", annotationId: referenceIds[0] } });
});

test("with no box chosen, the label of the strongest detection is explained", () => {
  expect(explained(undefined)).toEqual({
    state: "found",
    target: { kind: "label", label: "effusion" },
    words: "sum of effusion scores",
  });
});

test("the label that is asked for is that of the chosen box", () => {
  expect(explained(detectionIds[1], "label")).toMatchObject({ target: { kind: "label", label: "nodule" } });
  expect(explained(referenceIds[1], "label")).toMatchObject({ target: { kind: "label", label: "nodule" } });
});

test("where the threshold hides every box that is explained, the words say so", () => {
  const strict = analyseRun(table, { scoreThreshold: 0.95, iouThreshold: 0.5 });
  expect(explainedFinding(strict, { instanceId: READ, findingId: undefined, target: "finding" })).toMatchObject({
    words: "sum of effusion scores, all below the threshold",
  });
});

test("a box that was chosen on another image is as if none were", () => {
  expect(explained(detectionIds[0], "finding", EMPTY)).toEqual(explained(undefined, "finding", EMPTY));
});

test("a label without any box has no score to explain, and what came nearest to one can be asked for", () => {
  for (const target of ["finding", "label"] as const) {
    expect(explained(undefined, target, EMPTY)).toEqual({
      state: "nothing",
      reason: "The run has no effusion box on this image above the model’s floor, so there is no score to explain.",
      unscored: "effusion",
    });
  }
  expect(explained(undefined, "strongest", EMPTY)).toEqual({
    state: "found",
    target: { kind: "strongest", label: "effusion" },
    words: "the strongest effusion candidate, not drawn",
  });
});

test("what came nearest to a box is asked for only where there is neither a box nor a score", () => {
  expect(explained(undefined, "strongest")).toEqual(explained(undefined, "label"));
  expect(explained(referenceIds[1], "strongest")).toEqual(explained(referenceIds[1], "finding"));
});

test("a label that the run never draws is the data set's own name for it", () => {
  const foreign = runTableOf([
    { id: "found", references: [], detections: [{ box: LEFT, label: "nodule", score: 0.5 }] },
    { id: "empty", references: [{ box: LEFT, label: "effusion" }], detections: [] },
  ]);
  const asked = { instanceId: EMPTY, findingId: undefined, target: "strongest" } as const;
  expect(explainedFinding(analyseRun(foreign, analysis.matches.thresholds), asked)).toMatchObject({
    target: { kind: "strongest", label: "nodule" },
  });
});

test("an image that the run has not covered has nothing to explain, and says so", () => {
  expect(explained(undefined, "finding", "elsewhere" as InstanceId)).toEqual({
    state: "nothing",
    reason: "The run has not covered this image, so there is nothing to explain.",
  });
});

test("a run that knows no label has nothing to explain, and says so", () => {
  const blank = runTableOf([{ id: "blank", references: [], detections: [] }]);
  const unlabelled = { ...blank, head: { ...blank.head, labels: [] } };
  const asked = { instanceId: "blank" as InstanceId, findingId: undefined, target: "finding" } as const;
  expect(explainedFinding(analyseRun(unlabelled, analysis.matches.thresholds), asked)).toMatchObject({
    state: "nothing",
  });
});
