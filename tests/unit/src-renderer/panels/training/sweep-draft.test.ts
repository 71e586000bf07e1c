/** @file A sweep as it is typed, and how its trainings stand. */
import { expect, test } from "vitest";
import {
  describeSweep,
  firstSweep,
  problemOf,
  readNumbers,
  sweepConfigOf,
} from "../../../../../src-renderer/panels/training/sweep-draft";
import {
  bestOf,
  doubtsOf,
  progressOf,
  wordsOfFigure,
  wordsOfGain,
} from "../../../../../src-renderer/panels/training/sweep-figures";
import { AUGMENTATION_PRESETS, type SweepMember } from "../../../../../src-shared/domain/sweep";
import { buildTrainingConfig } from "../../../../builders/build-training";

const OFF = firstSweep(0.005);

test("numbers are read with commas or spaces between them, and anything else is none", () => {
  expect(readNumbers("0.001, 0.005;1e-2 3")).toEqual([0.001, 0.005, 0.01, 3]);
  expect(readNumbers(" ")).toEqual([]);
  expect(readNumbers("0.001, fast")).toBeUndefined();
  expect(readNumbers("0")).toBeUndefined();
});

test("rates around the one that is set are proposed, and nothing is searched unless asked for", () => {
  expect(OFF).toMatchObject({ kind: "off", learningRates: "0.0017, 0.005, 0.015", low: 0.0005, high: 0.05 });
  expect(sweepConfigOf(buildTrainingConfig(), OFF)).toBeUndefined();
  expect(describeSweep(OFF)).toBe("off");
});

test("a grid takes the lists, and what all share from the settings", () => {
  const draft = { ...OFF, kind: "grid", augmentations: ["none", "strong"], inputSizes: "256 384" } as const;
  const { name: _name, ...base } = buildTrainingConfig();
  expect(sweepConfigOf(buildTrainingConfig(), draft)).toEqual({
    name: "first",
    base,
    search: {
      kind: "grid",
      learningRates: [0.0017, 0.005, 0.015],
      augmentations: [
        { name: "none", settings: AUGMENTATION_PRESETS.none },
        { name: "strong", settings: AUGMENTATION_PRESETS.strong },
      ],
      inputSizesPx: [256, 384],
    },
  });
  expect(describeSweep(draft)).toBe("3 learning rates × 2 augmentations × 2 input sizes");
});

test("a random search takes its range, its number and its seed", () => {
  const draft = { ...OFF, kind: "random", members: 4, seed: 9 } as const;
  expect(sweepConfigOf(buildTrainingConfig(), draft)?.search).toMatchObject({
    kind: "random",
    members: 4,
    learningRate: { low: 0.0005, high: 0.05 },
    seed: 9,
  });
  expect(describeSweep(draft)).toBe("4 draws of learning rate");
});

test("what cannot be searched is told in a sentence", () => {
  const grid = { ...OFF, kind: "grid" } as const;
  expect(problemOf({ ...grid, learningRates: "0.1, 0.1" })).toContain("each once");
  expect(problemOf({ ...grid, inputSizes: "10" })).toContain("from 32 to 4096");
  expect(problemOf({ ...OFF, kind: "random", low: 1, high: 0.1 })).toContain("below the highest");
  expect(problemOf(grid)).toBeUndefined();
  expect(problemOf({ ...OFF, learningRates: "nothing" })).toBeUndefined();
});

test("the progress is that of the trainings that still have their turn", () => {
  const members = [
    buildMember(1, { state: "complete", stepsDone: 10, stepsTotal: 20, seconds: 5 }),
    buildMember(2, { state: "running", stepsDone: 10, stepsTotal: 20, seconds: 15 }),
    buildMember(3, { state: "waiting", stepsTotal: 20 }),
    buildMember(4, { state: "left-out", stepsTotal: 20 }),
  ];
  expect(progressOf({ members })).toEqual({ stepsDone: 20, stepsTotal: 50, ended: 2, members: 4, secondsLeft: 30 });
  expect(progressOf({ members: [members[2]!] }).secondsLeft).toBeUndefined();
});

test("the best is that with the highest AP, and its lead is doubted where intervals overlap", () => {
  const [low, high] = [
    buildMember(1, { AP: 0.1, intervals: { AP: { low: 0.05, high: 0.2 } } }),
    buildMember(2, { AP: 0.3, intervals: { AP: { low: 0.15, high: 0.4 } } }),
  ];
  expect(bestOf({ members: [low, high] })).toBe(high);
  expect(bestOf({ members: [buildMember(1)] })).toBeUndefined();
  expect(bestOf({ members: [buildMember(1, { AP: 0 }), buildMember(2)] })).toBeUndefined();
  expect(doubtsOf({ members: [low, high] })).toEqual([expect.stringContaining("their order may be chance")]);
  expect(doubtsOf({ members: [low, { ...high, intervals: { AP: { low: 0.25, high: 0.4 } } }] })).toEqual([]);
  expect(wordsOfFigure(low.AP, low.intervals!.AP)).toEqual({ figure: "0.100", interval: "0.050 to 0.200" });
  expect(wordsOfFigure(undefined, undefined)).toBeUndefined();
});

test("what a training gained is told over its start, and doubted where the interval holds nothing at all", () => {
  const open = buildMember(1, { AP: 0.1, start: { AP: 0.12 } });
  expect(wordsOfGain(open)).toEqual({ figure: "−0.020" });
  const ended = buildMember(1, { AP: 0.1, start: { AP: 0.05 }, differences: { AP: { low: -0.01, high: 0.1 } } });
  expect(wordsOfGain(ended)).toEqual({ figure: "+0.050", interval: "−0.010 to +0.100" });
  expect(wordsOfGain(buildMember(1, { AP: 0.1 }))).toBeUndefined();
  expect(doubtsOf({ members: [ended] })).toEqual([
    "That the best is better than the model before training may be chance.",
  ]);
  const worse = { ...ended, differences: { AP: { low: -0.1, high: -0.01 } } };
  expect(doubtsOf({ members: [worse] })).toEqual(["Even the best is worse than the model before training."]);
  expect(doubtsOf({ members: [{ ...ended, differences: { AP: { low: 0.01, high: 0.1 } } }] })).toEqual([]);
});

function buildMember(number: number, change: Partial<SweepMember> = {}): SweepMember {
  const done = { stepsDone: 0, stepsTotal: 20, epochsDone: 0, seconds: 0 };
  return { number, name: `rates ${number}`, point: { learningRate: 0.01 }, state: "waiting", ...done, ...change };
}
