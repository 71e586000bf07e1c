/** @file Checks what a heat map's measures are worth, and that the words say so. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MapMeasures } from "../../../../src-shared/domain/explanation";
import { describeGrade } from "../../../../src-shared/figures/describe-grade";
import { gradeMap, MAP_GRADES } from "../../../../src-shared/figures/grade-map";

const ON_THE_BOX = { energyInBox: 0.6, boxShare: 0.1, pointsAtBox: true };
const BESIDE_THE_BOX = { energyInBox: 0.05, boxShare: 0.1, pointsAtBox: false };
const CHANGES = { randomisation: [similar("predictor", 0.3), similar("box head", -0.1)] };
const STAYS = { randomisation: [similar("predictor", 0.9), similar("box head", 0.7)] };
const COUNTS = { deletion: curve(0.2), insertion: curve(0.7) };
const COUNTS_AS_ANY = { deletion: curve(0.4), insertion: curve(0.41) };
const COUNTS_LESS = { deletion: curve(0.7), insertion: curve(0.2) };

describe("the grade", () => {
  test("is convincing only when place, scrambling and removal all speak for the map", () => {
    expect(gradeOf({ ...ON_THE_BOX, ...CHANGES, ...COUNTS })).toBe("convincing");
    expect(gradeOf({ ...ON_THE_BOX, ...CHANGES })).toBe("unchecked");
    expect(gradeOf({ ...ON_THE_BOX, ...COUNTS })).toBe("unchecked");
    expect(gradeOf({ ...CHANGES, ...COUNTS })).toBe("unchecked");
  });

  test("stays unchecked however well a map lies on its box, unless more is measured", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), (boxShare) => {
        expect(gradeOf({ energyInBox: 1, boxShare, pointsAtBox: true })).toBe("unchecked");
      }),
    );
  });

  test("is misleading where the map stays alike in a scrambled network, whatever else it shows", () => {
    expect(gradeOf({ ...ON_THE_BOX, ...STAYS, ...COUNTS })).toBe("misleading");
    expect(gradeOf(STAYS)).toBe("misleading");
  });

  test("is misleading where the marked places count less than the rest, doubtful where they count as any", () => {
    expect(gradeOf({ ...ON_THE_BOX, ...CHANGES, ...COUNTS_LESS })).toBe("misleading");
    expect(gradeOf({ ...ON_THE_BOX, ...CHANGES, ...COUNTS_AS_ANY })).toBe("doubtful");
  });

  test("is doubtful where the map lies beside its box, or other methods mark other places", () => {
    expect(gradeOf({ ...BESIDE_THE_BOX, ...CHANGES, ...COUNTS })).toBe("doubtful");
    expect(gradeOf(BESIDE_THE_BOX)).toBe("doubtful");
    expect(gradeOf({ ...ON_THE_BOX, ...CHANGES, ...COUNTS, agreement: { "hires-cam": 0.1 } })).toBe("doubtful");
  });

  test("does not ask Eigen-CAM for agreement, nor believe its own map, which is the same for every box", () => {
    expect(gradeOf({ ...ON_THE_BOX, ...CHANGES, ...COUNTS, agreement: { "eigen-cam": -0.5 } })).toBe("convincing");
    const map = { method: "eigen-cam", isEmpty: false, measures: { ...ON_THE_BOX, ...CHANGES, ...COUNTS } } as const;
    expect(gradeMap(map).grade).toBe("doubtful");
  });

  test("does not ask D-RISE for scrambling", () => {
    expect(gradeMap({ method: "d-rise", isEmpty: false, measures: { ...ON_THE_BOX, ...COUNTS } }).grade).toBe(
      "convincing",
    );
  });

  test("of a map on a large box asks that half of the outside is drawn in, since twice its share cannot be", () => {
    expect(gradeMap(mapWith({ energyInBox: 0.84, boxShare: 0.7, pointsAtBox: true })).reasons.place).toBe("weak");
    expect(gradeMap(mapWith({ energyInBox: 0.86, boxShare: 0.7, pointsAtBox: true })).reasons.place).toBe("for");
  });

  test("never falls when more of the map's energy lies inside its box", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, (one, other, boxShare) => {
        const rank = (energyInBox: number): number => {
          const grade = gradeOf({ energyInBox, boxShare, pointsAtBox: false, ...CHANGES, ...COUNTS });
          return ["misleading", "doubtful", "unchecked", "convincing"].indexOf(grade);
        };
        expect(rank(Math.max(one, other))).toBeGreaterThanOrEqual(rank(Math.min(one, other)));
      }),
    );
  });
});

describe("the sentence", () => {
  test.each([
    [
      { ...ON_THE_BOX, ...CHANGES, ...COUNTS },
      "The map lies on the box, changes when the network is scrambled and marks what carries the score: treat it as a hint, not as evidence.",
    ],
    [
      ON_THE_BOX,
      "The map lies on the box, but whether it shows what the network goes by has not been checked: do not rely on it yet.",
    ],
    [{}, "Whether this map shows what the network goes by has not been checked: do not rely on it yet."],
    [
      { ...ON_THE_BOX, ...STAYS },
      "The map stays much the same when the network is scrambled: leave it out of account.",
    ],
    [
      { ...BESIDE_THE_BOX, ...COUNTS_AS_ANY },
      "The map lies mostly beside the box and marks places that carry no more of the score than others: do not rely on it.",
    ],
  ] satisfies [MapMeasures, string][])("of %j says what was found and what to make of it", (measures, sentence) => {
    expect(describeGrade(mapWith(measures)).sentence).toBe(sentence);
  });

  test("of an empty map says that there is none", () => {
    const map = { ...mapWith({}), isEmpty: true };
    expect(describeGrade(map)).toMatchObject({
      grade: "unchecked",
      sentence: "Nothing at this layer speaks for the box, so there is no map to believe.",
      details: [],
    });
  });

  test("names what is explained", () => {
    const map = { ...mapWith(ON_THE_BOX), target: { kind: "label", label: "Pneumonia" } as const };
    expect(describeGrade(map).sentence).toContain("lies on the boxes");
    const strongest = { ...map, target: { kind: "strongest", label: "Pneumonia" } as const };
    expect(describeGrade(strongest).sentence).toContain("lies on the candidate box");
  });
});

test("the details hold each figure, and say what was not measured", () => {
  const measures = { ...ON_THE_BOX, ...CHANGES, agreement: { "hires-cam": 0.9, "grad-cam++": 0.7 } };
  expect(describeGrade(mapWith(measures)).details).toEqual([
    "60 % of the map lies inside the box, 6.0 times its part of the area; the greatest value lies there.",
    "Not measured: the share of the map inside reference boxes.",
    "After the weights were drawn anew from the output down, rank correlation 0.10 on average (predictor 0.30, box head −0.10); below 0.5 is asked for.",
    "Rank correlation with other methods at this layer: HiResCAM 0.90, Grad-CAM++ 0.70; 0.3 on average is asked for, without Eigen-CAM.",
    "Not measured: deletion and insertion.",
  ]);
  expect(describeGrade(mapWith(COUNTS)).details).toContain(
    "Areas below the score: deletion 0.20, insertion 0.70, 0.50 apart; 0 by a random order, 0.3 is asked for.",
  );
});

test("D-RISE, which looks at no layer, is not told to lack what only layers have", () => {
  expect(describeGrade({ ...mapWith(ON_THE_BOX), method: "d-rise" }).details).toEqual([
    "60 % of the map lies inside the box, 6.0 times its part of the area; the greatest value lies there.",
    "Not measured: the share of the map inside reference boxes.",
    "Not measured: deletion and insertion.",
  ]);
});

function gradeOf(measures: MapMeasures): (typeof MAP_GRADES)[number] {
  return gradeMap(mapWith(measures)).grade;
}

function mapWith(measures: MapMeasures): Parameters<typeof describeGrade>[0] {
  const target = { kind: "detection", detectionId: "d" } as Parameters<typeof describeGrade>[0]["target"];
  return { method: "grad-cam", isEmpty: false, target, measures };
}

function similar(part: string, similarity: number): { part: string; similarity: number } {
  return { part, similarity };
}

function curve(area: number): { shares: number[]; scores: number[]; area: number } {
  return { shares: [0, 1], scores: [1, 0], area };
}
