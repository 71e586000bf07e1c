/** @file The candidate that a heat map is of, drawn where the model drew no box. */
import { expect, test } from "vitest";
import { candidateLayer } from "../../../../../src-renderer/panels/viewer/candidate-layer";
import type { OverlayLayer } from "../../../../../src-renderer/viewer/viewer-image";
import type { Explanation } from "../../../../../src-shared/domain/explanation";
import { AnnotationId } from "../../../../../src-shared/domain/identifiers";
import { buildExplanation } from "../../../../builders/build-explanation";

const BOX = { x1: 1, y1: 2, x2: 3, y2: 4 };
const MISS = { kind: "miss", annotationId: AnnotationId.parse("missed") } as const;

function drawn(box: typeof BOX): readonly OverlayLayer[] {
  return [{ kind: "detections", findings: [{ id: "1-0", box, label: "nodule", score: 0.8, status: "matched" }] }];
}

test.each<Explanation["target"]>([MISS, { kind: "strongest", label: "nodule" }])(
  "the candidate for %j is shown with its score, however small",
  (target) => {
    expect(candidateLayer(buildExplanation({ target, score: 0.0031, box: BOX }), [])).toEqual({
      kind: "candidate",
      findings: [{ id: "candidate", box: BOX, label: "candidate 0.0031", status: "unjudged" }],
    });
  },
);

test("a box of the run, a label, and what has no candidate at all show none", () => {
  const { box: _box, score: _score, ...without } = buildExplanation({ target: MISS });
  for (const map of [buildExplanation(), buildExplanation({ target: { kind: "label", label: "nodule" } }), without])
    expect(candidateLayer(map, [])).toBeUndefined();
});

test("a candidate that is on the image already as a detection is not drawn twice", () => {
  const map = buildExplanation({ target: MISS, box: BOX });
  expect(candidateLayer(map, drawn({ ...BOX, x1: 1.2 }))).toBeUndefined();
  expect(candidateLayer(map, drawn({ ...BOX, x1: 2.5 }))).toBeDefined();
});
