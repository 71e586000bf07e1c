/** @file Five steps of training the compact checkpoint against torchvision's own losses, gradients and weights. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeFrame } from "../../src-main/data/dicom/frame";
import { toGreyImage } from "../../src-main/data/dicom/grey-image";
import { openCheckpoint } from "../../src-main/data/models/open-checkpoint";
import { shippedModels } from "../../src-main/data/models/shipped-models";
import { prepareInput } from "../../src-main/detection/preprocessing/prepare-input";
import { ROI_TARGETS } from "../../src-main/detection/training/roi-targets";
import { RPN_TARGETS, type TargetSettings } from "../../src-main/detection/training/rpn-targets";
import { openTrainer } from "../../src-main/jobs/trainers/open-trainer";
import type { StepAnswer, Trainer, TrainerState, TrainingImage } from "../../src-main/jobs/trainers/trainer";
import { ortSessions } from "../../src-main/jobs/runtime/ort-sessions";
import type { ModelCard } from "../../src-shared/domain/model";
import type { Tensor as AnyTensor } from "../../src-main/numerics/tensor/tensor";
import { recordingLog } from "../builders/recording-log";
import { hasTorchvision, PYTHON } from "../builders/torchvision";

const at = (place: string): string => fileURLToPath(new URL(`../../${place}`, import.meta.url));
const folder = at("../shared/models/compact-frcnn");
const SIZE_PX = 256;
/** More than there are candidates: all of them are sampled, and nothing is left to chance. */
const ALL = 1_000_000;

type Losses = Readonly<Record<string, number>>;

interface Expected {
  readonly images: readonly string[];
  readonly boxes: readonly (readonly (readonly number[])[])[];
  readonly settings: Record<"lr" | "momentum" | "weightDecay" | "rpnPreNmsTopN" | "rpnPostNmsTopN" | "steps", number>;
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

function withAllSampled(settings: TargetSettings): TargetSettings {
  return { ...settings, sampling: { ...settings.sampling, perImage: ALL } };
}

async function readTensors(file: string): Promise<ReadonlyMap<string, AnyTensor>> {
  const { tensors, close } = await openCheckpoint(file);
  const loaded = Array.from(tensors, ([name, tensor]) => [name, tensor.load()] as const);
  await close();
  return new Map(loaded);
}

/** The largest difference, relative to torchvision's number. */
function largestDifference(found: Losses, wanted: Losses): number {
  return Math.max(...Object.entries(wanted).map(([name, value]) => Math.abs(found[name]! / value - 1)));
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1]!;
}

function norm(values: ArrayLike<number | bigint>): number {
  return Math.sqrt(Array.from(values, Number).reduce((sum, value) => sum + value * value, 0));
}

/** What the file was made with: see torchvision-steps.py. */
function takeTorchvisionSteps(course: string): readonly Losses[] {
  const args = [at("tests/builders/torchvision-steps.py"), at("../shared/models"), course];
  const env = { ...process.env, OPENBLAS_CORETYPE: "Haswell" };
  return JSON.parse(execFileSync(PYTHON, args, { encoding: "utf8", env })) as readonly Losses[];
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

function numbersOf(tensor: AnyTensor | undefined): readonly number[] {
  return Array.from<number | bigint, number>(tensor?.data ?? [], Number);
}

function distance(left: readonly number[], right: readonly number[]): number {
  return norm(right.map((value, place) => left[place]! - value));
}

describe.skipIf(!existsSync(folder))("the compact checkpoint in training (needs ../shared)", () => {
  const expected = existsSync(folder)
    ? (JSON.parse(readFileSync(`${folder}/expected-training.json`, "utf8")) as Expected)
    : ({} as Expected);
  const answers: StepAnswer[] = [];
  let images: readonly TrainingImage[];
  let trainer: Trainer;
  let before: TrainerState;
  let afterFirst: TrainerState;
  let afterLast: TrainerState;

  beforeAll(async () => {
    const [shipped] = await shippedModels(at("resources"));
    const network = { minSizePx: SIZE_PX, maxSizePx: SIZE_PX };
    const card: ModelCard = { ...shipped!.card, convention: "checkpoint", network };
    const { settings } = expected;
    const log = recordingLog();
    trainer = await openTrainer(
      { file: `${folder}/compact-frcnn.pth`, card, device: "cpu", precision: "single" },
      {
        seed: 0,
        precision: "single",
        optimizer: { kind: "sgd", momentum: settings.momentum, weightDecay: settings.weightDecay },
        accumulate: 1,
        trainableBackboneLayers: 5,
        batchNorm: "training",
        scope: "full",
        sampling: {
          proposalTargets: withAllSampled(RPN_TARGETS),
          regionTargets: withAllSampled(ROI_TARGETS),
          candidatesPerLevel: settings.rpnPreNmsTopN,
          proposals: settings.rpnPostNmsTopN,
        },
      },
      { sessions: ortSessions({ log }), log },
    );
    images = await Promise.all(expected.images.map(async (image, index) => trainingImage(image, index, card)));
    before = await trainer.snapshot();
    for (let stepNumber = 1; stepNumber <= settings.steps; stepNumber++) {
      answers.push(await takeStep(stepNumber));
      afterLast = await trainer.snapshot();
      if (stepNumber === 1) afterFirst = afterLast;
    }
  }, 240_000);

  afterAll(async () => trainer.release());

  async function takeStep(stepNumber: number): Promise<StepAnswer> {
    return trainer.step(images, { stepNumber, learningRate: expected.settings.lr, isUpdate: true });
  }

  async function trainingImage(image: string, index: number, card: ModelCard): Promise<TrainingImage> {
    const bytes = await readFile(at(`../shared/data/rsna-mini/images/${image}.dcm`));
    const boxes = expected.boxes[index]!;
    return {
      input: prepareInput(toGreyImage(await decodeFrame(bytes, image)), card.input),
      boxes: Float32Array.from(boxes.flat()),
      labels: new Int32Array(boxes.length).fill(1),
    };
  }

  test("losses of the first two steps are torchvision's, and those of all five as near as its own runs are", () => {
    const differences = answers.map(({ losses }, step) => largestDifference(losses, expected.lossesPerStep[step]!));
    expect(Math.max(...differences.slice(0, 2))).toBeLessThan(1e-4);
    // From the third step on the file tells one of several courses. The black border of a radiograph gives anchors whose
    // scores are equal to the last bit, and which of them suppresses the others hangs on the order of all other scores:
    // the last bits of a run decide. Of torchvision's own runs, the same settings with another number of threads and
    // other kernels, most are off from the file by 2 to 13 % at the fourth and fifth step. So below each step is begun
    // where the file's own course began it.
    expect(Math.max(...differences)).toBeLessThan(0.2);
  });

  describe.skipIf(!hasTorchvision())("begun where torchvision begins each step (needs python3-torchvision)", () => {
    const course = mkdtempSync(path.join(tmpdir(), "overread-test-"));
    const steps: OneStep[] = [];
    let theirs: readonly Losses[] = [];

    beforeAll(async () => {
      const inputs = images.map(({ input }) => bytesOf(input.data));
      writeFileSync(path.join(course, "images.f32"), Buffer.concat(inputs));
      theirs = takeTorchvisionSteps(course);
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
