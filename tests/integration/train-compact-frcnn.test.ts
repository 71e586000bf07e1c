/** @file Five steps of training the compact checkpoint against torchvision's own losses, gradients and weights. */
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeFrame } from "../../src-main/data/dicom/frame";
import { toGreyImage } from "../../src-main/data/dicom/grey-image";
import { shippedModels } from "../../src-main/data/models/shipped-models";
import { prepareInput } from "../../src-main/detection/preprocessing/prepare-input";
import { ROI_TARGETS } from "../../src-main/detection/training/roi-targets";
import { RPN_TARGETS, type TargetSettings } from "../../src-main/detection/training/rpn-targets";
import { openTrainer } from "../../src-main/jobs/trainers/open-trainer";
import type { StepAnswer, Trainer, TrainerState, TrainingImage } from "../../src-main/jobs/trainers/trainer";
import { ortSessions } from "../../src-main/jobs/runtime/ort-sessions";
import type { ModelCard } from "../../src-shared/domain/model";
import { recordingLog } from "../builders/recording-log";

const at = (place: string): string => fileURLToPath(new URL(`../../${place}`, import.meta.url));
const folder = at("../shared/models/compact-frcnn");
const SIZE_PX = 256;
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

interface Tensor {
  readonly norm: number;
  readonly first: readonly number[];
}

function withAllSampled(settings: TargetSettings): TargetSettings {
  return { ...settings, sampling: { ...settings.sampling, perImage: ALL } };
}

function norm(values: ArrayLike<number | bigint>): number {
  return Math.sqrt(Array.from(values, Number).reduce((sum, value) => sum + value * value, 0));
}

describe.skipIf(!existsSync(folder))("the compact checkpoint in training (needs ../shared)", () => {
  const expected = existsSync(folder)
    ? (JSON.parse(readFileSync(`${folder}/expected-training.json`, "utf8")) as Expected)
    : ({} as Expected);
  const answers: StepAnswer[] = [];
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
    before = await trainer.snapshot();
    for (let stepNumber = 1; stepNumber <= settings.steps; stepNumber++) {
      answers.push(await trainer.step(images, { stepNumber, learningRate: settings.lr, isUpdate: true }));
      if (stepNumber === 1) afterFirst = await trainer.snapshot();
    }
    afterLast = await trainer.snapshot();
  }, 240_000);

  afterAll(async () => trainer.release());

  async function trainingImage(image: string, index: number, card: ModelCard): Promise<TrainingImage> {
    const bytes = await readFile(at(`../shared/data/rsna-mini/images/${image}.dcm`));
    const boxes = expected.boxes[index]!;
    return {
      input: prepareInput(toGreyImage(await decodeFrame(bytes, image)), card.input),
      boxes: Float32Array.from(boxes.flat()),
      labels: new Int32Array(boxes.length).fill(1),
    };
  }

  test("losses of five steps are torchvision's", () => {
    const differences = answers.map(({ losses }, step) =>
      Math.max(
        ...Object.entries(expected.lossesPerStep[step]!).map(([name, value]) => Math.abs(losses[name]! / value - 1)),
      ),
    );
    expect(Math.max(...differences.slice(0, 3))).toBeLessThan(1e-3);
    // From the fourth step on, a proposal that lies at the threshold of a match may fall to either side: torchvision
    // itself, run again with one thread and without oneDNN, is off by 13 % at the fourth step and 9 % at the fifth.
    expect(Math.max(...differences)).toBeLessThan(0.1);
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
