/** @file Checks what is said of a missed box, and that a run's box is found again. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Box } from "../../../../../src-shared/domain/box";
import { chooseMiss } from "../../../../../src-main/detection/explanation/choose-miss";
import { matchDetection } from "../../../../../src-main/detection/explanation/match-detection";
import type { LookedBoxes } from "../../../../../src-main/detection/explanation/scored-boxes";

const MISSED = { x1: 0, y1: 0, x2: 100, y2: 100 };
/** Overlaps the missed box by 0.8. */
const NEAR = { x1: 0, y1: 0, x2: 80, y2: 100 };
/** By 0.6. */
const FARTHER = { x1: 0, y1: 0, x2: 60, y2: 100 };
/** By 0.3. */
const APART = { x1: 0, y1: 0, x2: 30, y2: 100 };

interface Candidate {
  readonly box: Box;
  readonly score: number;
  readonly label?: number;
  readonly isDrawn?: boolean;
}

describe("a missed box", () => {
  const standingAmong = (...candidates: Candidate[]): unknown => {
    const { standing, nearest } = chooseMiss(looked(candidates), { box: MISSED, label: 1, scoreFloor: 0.05 });
    return { standing, nearest: nearest?.candidate };
  };

  test("is too weak where its best candidate stays below the floor", () => {
    expect(
      standingAmong({ box: NEAR, score: 0.01 }, { box: FARTHER, score: 0.03 }, { box: APART, score: 0.9 }),
    ).toEqual({ standing: "too-weak", nearest: 1 });
  });

  test("is suppressed where its best candidate reaches the floor and is not drawn", () => {
    expect(standingAmong({ box: NEAR, score: 0.3 }, { box: APART, score: 0.5, isDrawn: true })).toEqual({
      standing: "suppressed",
      nearest: 0,
    });
  });

  test("is seen where a drawn box overlaps it, even if a stronger candidate is suppressed", () => {
    expect(standingAmong({ box: NEAR, score: 0.3 }, { box: FARTHER, score: 0.2, isDrawn: true })).toEqual({
      standing: "seen",
      nearest: 1,
    });
  });

  test("is not seen where no candidate overlaps it by half; the nearest is told", () => {
    const far = { x1: 95, y1: 0, x2: 195, y2: 100 };
    expect(standingAmong({ box: far, score: 0.6 }, { box: APART, score: 0.1 })).toEqual({
      standing: "not-seen",
      nearest: 1,
    });
  });

  test("is not seen, with nothing to explain, where candidates barely touch it", () => {
    const touching = { x1: 95, y1: 0, x2: 195, y2: 100 };
    expect(standingAmong({ box: touching, score: 0.6 })).toEqual({ standing: "not-seen", nearest: undefined });
    expect(standingAmong()).toEqual({ standing: "not-seen", nearest: undefined });
  });

  test("is not found by another label, unless labels cannot be told apart", () => {
    const look = looked([{ box: NEAR, score: 0.4, label: 2, isDrawn: true }]);
    expect(chooseMiss(look, { box: MISSED, label: 1, scoreFloor: 0.05 }).standing).toBe("not-seen");
    expect(chooseMiss(look, { box: MISSED, scoreFloor: 0.05 }).standing).toBe("seen");
  });

  test("compares the floor in float32, as scores are", () => {
    expect(standingAmong({ box: NEAR, score: Math.fround(0.05) })).toEqual({ standing: "suppressed", nearest: 0 });
  });
});

describe("a run's box", () => {
  test("is found again among drawn boxes of its label, whatever moved it by parts of a pixel", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }), (moves) => {
        const moved = { x1: moves[0]!, y1: moves[1]!, x2: 100 + moves[2]!, y2: 100 + moves[3]! };
        const candidates = [
          { box: MISSED, score: 0.9 },
          { box: MISSED, score: 0.8, label: 2, isDrawn: true },
          { box: moved, score: 0.3, isDrawn: true },
        ];
        expect(matchDetection(looked(candidates), { box: MISSED, label: 1 }).candidate).toBe(2);
      }),
    );
  });

  test("that is not drawn again is a conflict, with what was found", () => {
    const look = looked([{ box: NEAR, score: 0.4, isDrawn: true }]);
    expect(() => matchDetection(look, { box: MISSED, label: 1 })).toThrow(
      "The model does not draw this box again, so the run was made otherwise than now: the nearest box of its label overlaps it by 0.800; 0.9 was expected.",
    );
    expect(() => matchDetection(look, { box: MISSED, label: 3 })).toThrow("no box of its label overlaps it");
  });
});

function looked(candidates: readonly Candidate[]): LookedBoxes {
  return {
    candidates: {
      boxes: Float32Array.from(candidates.flatMap(({ box }) => [box.x1, box.y1, box.x2, box.y2])),
      scores: Float32Array.from(candidates, ({ score }) => score),
      labels: Int32Array.from(candidates, ({ label = 1 }) => label),
    },
    sources: Int32Array.from(candidates.flatMap(({ isDrawn }, candidate) => (isDrawn ? [candidate] : []))),
  };
}
