/** @file The distributions of what is measured of a run's heat maps. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Explanation, MapMeasures } from "../../../../src-shared/domain/explanation";
import { describeMapFigures } from "../../../../src-shared/figures/describe-map-figures";
import {
  binOfMeasure,
  countPointing,
  MAP_OUTCOMES,
  mapFigures,
  type MapOutcome,
} from "../../../../src-shared/figures/map-figures";
import { edgesOfMeasure, mapMeasure } from "../../../../src-shared/figures/map-measures";
import { buildExplanation } from "../../../builders/build-explanation";

test("each outcome has its number of maps, its quartiles and its histogram", () => {
  const figures = figuresOf([
    ...[0.1, 0.2, 0.3, 0.4, 0.5].map((energyInBox) => ["true-positive", { energyInBox }] as const),
    ["false-positive", { energyInBox: 0.9 }],
    ["miss", {}],
  ]);
  const { outcomes } = figures.find(({ measure }) => measure === "energyInBox")!;
  expect(outcomes["true-positive"]).toMatchObject({ n: 5, quartiles: { low: 0.2, median: 0.3, high: 0.4 } });
  expect(outcomes["false-positive"].counts.indexOf(1)).toBe(18);
  expect(outcomes.miss.n).toBe(0);
  expect(outcomes.miss.quartiles).toBeUndefined();
});

test("every measured map lies in one bin, however far out its value is", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (shares) => {
      const maps = shares.map((energyInBox) => ["miss", { energyInBox, boxShare: 0.001 }] as const);
      for (const { outcomes, measure } of figuresOf(maps)) {
        const counted = outcomes.miss.counts.reduce((sum, count) => sum + count, 0);
        expect(counted).toBe(measure === "energyInBox" || measure === "boxLift" ? shares.length : 0);
      }
    }),
  );
});

test("a bin holds its lower edge, and the last one both", () => {
  const edges = edgesOfMeasure("energyInBox");
  expect(binOfMeasure(edges[3]!, edges)).toBe(3);
  expect(binOfMeasure(1, edges)).toBe(19);
  expect(binOfMeasure(7, edges)).toBe(19);
  expect(binOfMeasure(-1, edges)).toBe(0);
});

test("how much better than chance a map lies on its box is its energy there over the box's share of the image", () => {
  expect(mapMeasure("boxLift", { energyInBox: 0.5, boxShare: 0.1 })).toBe(5);
  expect(mapMeasure("boxLift", { energyInBox: 0.5 })).toBeUndefined();
  expect(mapMeasure("agreement", { agreement: { "hires-cam": 0.5, "grad-cam++": 0.7 } })).toBeCloseTo(0.6, 12);
  expect(mapMeasure("randomisation", { randomisation: [] })).toBeUndefined();
});

test("the pointing game counts those of which is known where they point", () => {
  const { maps, outcomeOf } = mapsOf([
    ["true-positive", { pointsAtBox: true }],
    ["true-positive", { pointsAtBox: false }],
    ["true-positive", {}],
    ["miss", { pointsAtBox: true }],
  ]);
  expect(countPointing(maps, { outcomeOf, outcome: "true-positive", at: "pointsAtBox" })).toEqual({ hits: 1, n: 2 });
});

test("maps of right and wrong boxes that measure the same cannot be told apart, which is said", () => {
  const lifts = [0.2, 0.3, 0.4, 0.5, 0.6, 0.3, 0.4, 0.5, 0.2, 0.6];
  expect(sentencesOf(lifts, lifts).at(-1)).toBe(
    "Maps of right boxes cannot be told from those of wrong ones (AUC 0.50, n = 10 and 10).",
  );
  const greater = lifts.map((lift) => lift + 0.4);
  expect(sentencesOf(greater, lifts).at(-1)).toContain("lie closer on the box than those of wrong ones");
  expect(sentencesOf(lifts, greater).at(-1)).toContain("lie farther from the box");
  expect(sentencesOf(lifts, [0.4]).at(-1)).toContain("too few maps");
});

test("maps that stay alike under scrambling are called so before anything else", () => {
  const alike = { randomisation: [{ part: "box head", similarity: 0.9 }] };
  expect(describeMapFigures(figuresOf(fiveTimes(alike)))[0]).toContain("stay alike");
  const other = { randomisation: [{ part: "box head", similarity: 0.1 }] };
  expect(describeMapFigures(figuresOf(fiveTimes(other)))[0]).toContain("do depend");
  expect(describeMapFigures(figuresOf([["miss", other]]))[0]).toContain("Too few maps have been checked");
  expect(describeMapFigures(figuresOf([]))[0]).toContain("No map has been checked");
});

function fiveTimes(measures: MapMeasures): readonly Measured[] {
  return Array.from({ length: 5 }, () => ["miss", measures]);
}

type Measured = readonly [MapOutcome, MapMeasures];

function mapsOf(measured: readonly Measured[]) {
  const outcomes = new Map<Explanation, MapOutcome>();
  const maps = measured.map(([outcome, measures], index) => {
    const map = buildExplanation({ layer: `layer ${index}`, measures });
    outcomes.set(map, outcome);
    return map;
  });
  return { maps, outcomeOf: (map: Explanation) => outcomes.get(map) };
}

function figuresOf(measured: readonly Measured[]) {
  const { maps, outcomeOf } = mapsOf(measured);
  return mapFigures(maps, outcomeOf);
}

function sentencesOf(right: readonly number[], wrong: readonly number[]): readonly string[] {
  const [ofRight, ofWrong] = MAP_OUTCOMES;
  const measured = (outcome: MapOutcome, values: readonly number[]): readonly Measured[] =>
    values.map((energyInBox) => [outcome, { energyInBox, boxShare: 0.1 }]);
  return describeMapFigures(figuresOf([...measured(ofRight, right), ...measured(ofWrong, wrong)]));
}
