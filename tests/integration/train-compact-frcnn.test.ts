/** @file Five steps of training the compact checkpoint against torchvision's own losses, gradients and weights. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCheckpoint } from "../../src-main/data/models/open-checkpoint";
import type { StepAnswer, Trainer, TrainerState, TrainingImage } from "../../src-main/jobs/trainers/trainer";
import type { Tensor as AnyTensor } from "../../src-main/numerics/tensor/tensor";
import {
  COMPACT_FOLDER,
  largestDifference,
  openCompactTrainer,
  readCompactImages,
  takeTorchvisionSteps,
  type CompactCase,
  type Losses,
} from "../builders/compact-training";
import { hasTorchvision } from "../builders/torchvision";

interface Expected extends CompactCase {
  readonly lossesPerStep: readonly Losses[];
  readonly gradientsOfStep1: Readonly<Record<string, Tensor>>;
  readonly stateAfterStep5: Readonly<Record<string, Tensor>>;
}

/** A step begun with what torchvision held before it. */
interface OneStep {
  readonly losses: Losses;
  readonly start: TrainerState;
  readonly end: TrainerState;
  /** What torchvision held after it. */
  readonly wanted: TrainerState;
}

interface Tensor {
  readonly norm: number;
  readonly first: readonly number[];
}

async function readTensors(file: string): Promise<ReadonlyMap<string, AnyTensor>> {
  const { tensors, close } = await openCheckpoint(file);
  const loaded = Array.from(tensors, ([name, tensor]) => [name, tensor.load()] as const);
  await close();
  return new Map(loaded);
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1]!;
}

function norm(values: ArrayLike<number | bigint>): number {
  let sum = 0;
  for (let place = 0; place < values.length; place++) sum += Number(values[place]) ** 2;
  return Math.sqrt(sum);
}

/** oneDNN takes other kernels elsewhere, which give another course. */
function hasFileProcessor(): boolean {
  return existsSync("/proc/cpuinfo") && /\bavx512bw\b/u.test(readFileSync("/proc/cpuinfo", "utf8"));
}

/** Of each tensor, the length of the difference by the length of torchvision's gradient. */
function gradientDifferences({ start, end, wanted }: OneStep, momentum: number): readonly number[] {
  const remembered = [...wanted.optimizer.keys()].filter((name) => name.startsWith("momentum_buffer."));
  return remembered.map((name) => {
    const right = numbersOf(wanted.optimizer.get(name));
    const before = numbersOf(start.optimizer.get(name));
    const gradient = right.map((value, place) => value - momentum * (before[place] ?? 0));
    return distance(numbersOf(end.optimizer.get(name)), right) / norm(gradient);
  });
}

function statisticsDifferences({ end, wanted }: OneStep): readonly number[] {
  const statistics = [...wanted.weights.keys()].filter((name) => name.includes(".running_"));
  return statistics.map((name) => {
    const right = numbersOf(wanted.weights.get(name));
    return distance(numbersOf(end.weights.get(name)), right) / norm(right);
  });
}

function numbersOf(tensor: AnyTensor | undefined): Float32Array {
  return (tensor?.data as Float32Array | undefined) ?? new Float32Array(0);
}

function distance(left: Float32Array, right: Float32Array): number {
  return norm(right.map((value, place) => left[place]! - value));
}

describe.skipIf(!existsSync(COMPACT_FOLDER))("the compact checkpoint in training (needs ../shared)", () => {
  const expected = existsSync(COMPACT_FOLDER)
    ? (JSON.parse(readFileSync(`${COMPACT_FOLDER}/expected-training.json`, "utf8")) as Expected)
    : ({} as Expected);
  const answers: StepAnswer[] = [];
  let images: readonly TrainingImage[];
  let trainer: Trainer;
  let before: TrainerState;
  let afterFirst: TrainerState;
  let afterLast: TrainerState;

  beforeAll(async () => {
    trainer = await openCompactTrainer(expected);
    images = await readCompactImages(expected);
    before = await trainer.snapshot();
    for (let stepNumber = 1; stepNumber <= expected.settings.steps; stepNumber++) {
      answers.push(await takeStep(stepNumber));
      afterLast = await trainer.snapshot();
      if (stepNumber === 1) afterFirst = afterLast;
    }
  }, 240_000);

  afterAll(async () => trainer.release());

  async function takeStep(stepNumber: number): Promise<StepAnswer> {
    return trainer.step(images, { stepNumber, learningRate: expected.settings.lr, isUpdate: true });
  }

  test("losses of the first two steps are torchvision's, and those of all five as near as its own runs are", () => {
    const differences = answers.map(({ losses }, step) => largestDifference(losses, expected.lossesPerStep[step]!));
    expect(Math.max(...differences.slice(0, 2))).toBeLessThan(1e-4);
    // From the third step on the file tells one of several courses. The black border of a radiograph gives anchors whose
    // scores are equal to the last bit, and which of them suppresses the others hangs on the order of all other scores:
    // the last bits of a run decide. Of torchvision's own runs nearly all are off by 1 to 13 % too, see
    // torchvision-steps.py. So below each step is begun where the file's own course began it, and five in a row are held
    // where torchvision's agree among themselves, in train-in-a-row.test.ts.
    expect(Math.max(...differences)).toBeLessThan(0.2);
  });

  describe.skipIf(!hasTorchvision())("begun where torchvision begins each step (needs python3-torchvision)", () => {
    const course = mkdtempSync(path.join(tmpdir(), "overread-test-"));
    const steps: OneStep[] = [];
    let theirs: readonly Losses[] = [];

    beforeAll(async () => {
      theirs = takeTorchvisionSteps(expected, images, { folder: course, kernels: "the file's", keeps: true });
      for (let stepNumber = 1; stepNumber <= expected.settings.steps; stepNumber++) {
        const start = await stateBefore(stepNumber);
        await trainer.restore(start);
        const { losses } = await takeStep(stepNumber);
        const end = await trainer.snapshot();
        steps.push({ losses, start, end, wanted: await stateBefore(stepNumber + 1) });
      }
    }, 240_000);

    afterAll(() => rmSync(course, { recursive: true }));

    async function stateBefore(stepNumber: number): Promise<TrainerState> {
      const weights = await readTensors(path.join(course, `weights-${stepNumber}.pth`));
      if (stepNumber === 1) return { weights, optimizer: before.optimizer };
      const momentum = await readTensors(path.join(course, `momentum-${stepNumber}.pth`));
      const remembered = Array.from(momentum, ([name, tensor]) => [`momentum_buffer.${name}`, tensor] as const);
      return { weights, optimizer: new Map([...afterFirst.optimizer, ...remembered]) };
    }

    test("the losses of each step are torchvision's", () => {
      const differences = steps.map(({ losses }, step) => largestDifference(losses, theirs[step]!));
      expect(differences.filter((difference) => !(difference < 1e-5))).toEqual([]);
    });

    test.skipIf(!hasFileProcessor())("the losses of each step are the file's (needs a processor with AVX-512)", () => {
      const differences = steps.map(({ losses }, step) => largestDifference(losses, expected.lossesPerStep[step]!));
      expect(differences.filter((difference) => !(difference < 1e-5))).toEqual([]);
    });

    test("the gradient of every tensor is torchvision's, and so are the running statistics", () => {
      const gradients = steps.map((step) => gradientDifferences(step, expected.settings.momentum));
      // A rectifier's input of 1e-7 that falls to the other side of zero moves all layers before it by a thousandth, in
      // torchvision with and without oneDNN as here; the layers behind it agree to a millionth.
      expect(Math.max(...gradients.flat())).toBeLessThan(5e-2);
      expect(median(gradients.flat())).toBeLessThan(2e-3);
      const statistics = steps.flatMap(statisticsDifferences);
      expect(Math.max(...statistics)).toBeLessThan(1e-6);
    });
  });

  test("gradients of the first step are torchvision's, every one of them", () => {
    const { weightDecay } = expected.settings;
    const differences = Object.entries(expected.gradientsOfStep1).map(([name, gradient]) => {
      const [weight, momentum] = [before.weights.get(name)!, afterFirst.optimizer.get(`momentum_buffer.${name}`)!];
      const found = Array.from(momentum.data, Number).map(
        (value, place) => value - weightDecay * Number(weight.data[place]),
      );
      return { name, difference: Math.abs(norm(found) / gradient.norm - 1) };
    });
    expect(differences.filter(({ difference }) => !(difference < 1e-2))).toEqual([]);
  });

  test("weights and running statistics after the fifth step are torchvision's", () => {
    const differences = Object.entries(expected.stateAfterStep5).map(([name, state]) => {
      const found = afterLast.weights.get(name)!;
      const away = norm(state.first.map((value, place) => Number(found.data[place]) - value));
      return { name, difference: Math.max(Math.abs(norm(found.data) / state.norm - 1), away / norm(state.first)) };
    });
    expect(differences.filter(({ difference }) => !(difference < 1e-2))).toEqual([]);
  });
});
