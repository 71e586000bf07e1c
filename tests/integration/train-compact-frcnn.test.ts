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
import { writeCheckpoint } from "../../src-main/data/models/write-checkpoint";
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
/** From here on torchvision's own run parts from the file: see the test of five steps. */
const FIRST_REPLAYED = 3;
/** More than there are candidates: all of them are sampled, and nothing is left to chance. */
const ALL = 1_000_000;

interface Expected {
  readonly images: readonly string[];
  readonly boxes: readonly (readonly (readonly number[])[])[];
  readonly settings: Record<"lr" | "momentum" | "weightDecay" | "rpnPreNmsTopN" | "rpnPostNmsTopN" | "steps", number>;
  readonly lossesPerStep: readonly Readonly<Record<string, number>>[];
  readonly gradientsOfStep1: Readonly<Record<string, Tensor>>;
  readonly stateAfterStep5: Readonly<Record<string, Tensor>>;
}

/** A step as torchvision takes it with the weights that were found before it: see replay-steps.py. */
interface ReplayedStep {
  readonly step: number;
  readonly losses: Readonly<Record<string, number>>;
  /** Of each tensor, the length of the difference by the length of torchvision's. */
  readonly gradients: Readonly<Record<string, number>>;
  readonly statistics: Readonly<Record<string, number>>;
}

interface Tensor {
  readonly norm: number;
  readonly first: readonly number[];
}

function withAllSampled(settings: TargetSettings): TargetSettings {
  return { ...settings, sampling: { ...settings.sampling, perImage: ALL } };
}

async function writeTensors(file: string, tensors: ReadonlyMap<string, AnyTensor>): Promise<void> {
  const stored = Array.from(tensors, ([name, tensor]) => ({ ...tensor, name, load: () => tensor }));
  await writeCheckpoint(stored, file);
}

/** The largest difference, relative to torchvision's number. */
function largestDifference(found: StepAnswer["losses"], wanted: ReplayedStep["losses"]): number {
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

describe.skipIf(!existsSync(folder))("the compact checkpoint in training (needs ../shared)", () => {
  const expected = existsSync(folder)
    ? (JSON.parse(readFileSync(`${folder}/expected-training.json`, "utf8")) as Expected)
    : ({} as Expected);
  const answers: StepAnswer[] = [];
  const replayFolder = mkdtempSync(path.join(tmpdir(), "overread-test-"));
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
    const images = await Promise.all(expected.images.map(async (image, index) => trainingImage(image, index, card)));
    writeFileSync(path.join(replayFolder, "images.f32"), Buffer.concat(images.map(({ input }) => bytesOf(input.data))));
    before = await trainer.snapshot();
    for (let stepNumber = 1; stepNumber <= settings.steps; stepNumber++) {
      answers.push(await trainer.step(images, { stepNumber, learningRate: settings.lr, isUpdate: true }));
      afterLast = await trainer.snapshot();
      if (stepNumber === 1) afterFirst = afterLast;
      if (stepNumber + 1 >= FIRST_REPLAYED) await keepForReplay(afterLast, stepNumber + 1);
    }
  }, 240_000);

  afterAll(async () => {
    rmSync(replayFolder, { recursive: true });
    await trainer.release();
  });

  async function keepForReplay({ weights, optimizer }: TrainerState, nextStep: number): Promise<void> {
    if (!hasTorchvision()) return;
    await writeTensors(path.join(replayFolder, `weights-${nextStep}.pth`), weights);
    await writeTensors(path.join(replayFolder, `momentum-${nextStep}.pth`), optimizer);
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
    // scores are equal to the last bit of a double, and rounding alone decides which of them suppresses the other:
    // torchvision itself, in doubles, is off by 5 %, 3 % and 9 % at steps 3 to 5, and by up to 13 % with other threads
    // or without oneDNN. So each of these steps is held to torchvision's by itself, below.
    expect(Math.max(...differences)).toBeLessThan(0.2);
  });

  describe.skipIf(!hasTorchvision())("each step by itself (needs python3-torchvision)", () => {
    let replayed: readonly ReplayedStep[] = [];

    beforeAll(() => {
      const args = [at("tests/builders/replay-steps.py"), at("../shared/models"), replayFolder];
      const steps = [FIRST_REPLAYED, expected.settings.steps].map(String);
      const printed = execFileSync(PYTHON, [...args, ...steps], { encoding: "utf8" });
      replayed = JSON.parse(printed) as readonly ReplayedStep[];
    }, 240_000);

    test("torchvision loads the weights strictly, and finds the same losses with them at each further step", () => {
      expect(replayed.map(({ step }) => step)).toEqual([3, 4, 5]);
      const differences = replayed.map(({ step, losses }) => largestDifference(answers[step - 1]!.losses, losses));
      expect(differences.filter((difference) => !(difference < 1e-5))).toEqual([]);
    });

    test("it finds the same gradient of every tensor, and the same running statistics", () => {
      const gradients = replayed.flatMap(({ step, gradients: found }) =>
        Object.entries(found).map(([name, difference]) => ({ step, name, difference })),
      );
      // A rectifier's input of 1e-7 that falls to the other side of zero moves all layers before it by a thousandth, in
      // torchvision with and without oneDNN as here; the layers behind it agree to a millionth.
      expect(gradients.filter(({ difference }) => !(difference < 5e-2))).toEqual([]);
      expect(median(gradients.map(({ difference }) => difference))).toBeLessThan(2e-3);
      const statistics = replayed.flatMap(({ statistics: found }) => Object.values(found));
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
