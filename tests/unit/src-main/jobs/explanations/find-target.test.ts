/** @file What a map is to explain, found among made candidates on a letterboxed image. */
import { expect, test } from "vitest";
import { findTarget, type SeenBoxes } from "../../../../../src-main/jobs/explanations/find-target";
import type { ExplanationTarget } from "../../../../../src-shared/domain/explanation";
import { AnnotationId, DetectionId } from "../../../../../src-shared/domain/identifiers";
import { buildAnnotation, buildInstance, buildModel, RUN_ID } from "../../../../builders/build-store";

/** An image of 200 × 100 pixels in the middle of an input of 100 × 100: half as large, 25 pixels from the top. */
const FRAME = { scaleX: 0.5, scaleY: 0.5, offsetXPx: 0, offsetYPx: 25, rows: 100, columns: 200 };
/** In pixels of the image. */
const DRAWN = { x1: 20, y1: 20, x2: 60, y2: 60 };
const WEAK = { x1: 100, y1: 20, x2: 140, y2: 60 };
const IN_INPUT = [
  [10, 35, 30, 55],
  [50, 35, 70, 55],
  [11, 36, 31, 56],
];

function buildSeen(missed = WEAK): SeenBoxes {
  const { instance } = buildInstance();
  const candidates = {
    boxes: Float32Array.from(IN_INPUT.flat()),
    scores: Float32Array.of(0.8, 0.03, 0.6),
    labels: Int32Array.of(1, 1, 1),
  };
  const detection = { id: DetectionId.parse("1-0"), runId: RUN_ID, instanceId: instance.id, label: "Pneumonia" };
  return {
    image: {
      instance,
      detections: [{ ...detection, box: DRAWN, score: 0.8 }],
      references: [buildAnnotation(instance.id, 2, { id: AnnotationId.parse("missed"), box: missed })],
    },
    frame: FRAME,
    explainer: { card: buildModel().card },
    look: { candidates, sources: Int32Array.of(0) },
  };
}

test("a box of the run is found again in the model's input, and told in pixels of the image", () => {
  const target: ExplanationTarget = { kind: "detection", detectionId: DetectionId.parse("1-0") };

  expect(findTarget(buildSeen(), target)).toEqual({
    candidates: [0],
    boxes: [DRAWN],
    box: DRAWN,
    score: Math.fround(0.8),
  });
});

test("a label is the sum of what was drawn of it, not of what was suppressed or too weak", () => {
  const found = findTarget(buildSeen(), { kind: "label", label: "Pneumonia" });

  expect(found).toEqual({ candidates: [0], boxes: [DRAWN], score: Math.fround(0.8) });
});

test("a missed box is explained by the candidate that stands for it, with what became of that", () => {
  const target: ExplanationTarget = { kind: "miss", annotationId: AnnotationId.parse("missed") };

  expect(findTarget(buildSeen(), target)).toMatchObject({
    candidates: [1],
    standing: "too-weak",
    overlap: 1,
    box: WEAK,
  });
  expect(findTarget(buildSeen(DRAWN), target)).toMatchObject({ candidates: [0], standing: "seen" });
});

test("a missed box that no candidate comes near has nothing to explain, and no score", () => {
  const target: ExplanationTarget = { kind: "miss", annotationId: AnnotationId.parse("missed") };

  const found = findTarget(buildSeen({ x1: 170, y1: 80, x2: 190, y2: 95 }), target);

  expect(found).toEqual({ standing: "not-seen", candidates: [], boxes: [] });
});

test("the strongest candidate of a label is explained, drawn or not, unless it lies outside the image", () => {
  const seen = buildSeen();
  const strongest = (scores: readonly number[]) => {
    const candidates = { ...seen.look.candidates, scores: Float32Array.from(scores) };
    return findTarget({ ...seen, look: { ...seen.look, candidates } }, { kind: "strongest", label: "Pneumonia" });
  };

  expect(strongest([0.01, 0.03, Number.NaN])).toEqual({
    candidates: [1],
    boxes: [WEAK],
    box: WEAK,
    score: Math.fround(0.03),
  });
  expect(strongest([0.8, 0.03, 0.9])).toMatchObject({ candidates: [2] });
  // Above the part of the input that the image fills.
  seen.look.candidates.boxes.set([50, 0, 70, 20], 4);
  expect(strongest([0.01, 0.03, 0.02])).toMatchObject({ candidates: [2] });
});

test("where the model thinks of no box of a label at all, that is said", () => {
  const sentence = /answers with no Pneumonia box on this image and tells of no weaker one/;
  const seen = buildSeen();
  const candidates = { boxes: new Float32Array(), scores: new Float32Array(), labels: new Int32Array() };
  const empty = { ...seen, look: { candidates, sources: new Int32Array() } };
  expect(() => findTarget(empty, { kind: "strongest", label: "Pneumonia" })).toThrow(sentence);
  expect(() => findTarget(empty, { kind: "label", label: "Pneumonia" })).toThrow(/no detection of Pneumonia above/);
});

test("a class that the model does not have is said to be none, whatever is asked of it", () => {
  const sentence = /has no class Nodule; those that its card names: Pneumonia\.$/;
  expect(() => findTarget(buildSeen(), { kind: "strongest", label: "Nodule" })).toThrow(sentence);
  expect(() => findTarget(buildSeen(), { kind: "label", label: "Nodule" })).toThrow(sentence);
});

test("a box that the run or the data set does not have is refused", () => {
  const strange = DetectionId.parse("9-9");
  expect(() => findTarget(buildSeen(), { kind: "detection", detectionId: strange })).toThrow(/no detection 9-9/);
  const unknown = AnnotationId.parse("none");
  expect(() => findTarget(buildSeen(), { kind: "miss", annotationId: unknown })).toThrow(/no reference box none/);
});
