/** @file Training of the compact checkpoint in which nothing is left to chance, here and by torchvision. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { decodeFrame } from "../../src-main/data/dicom/frame";
import { toGreyImage } from "../../src-main/data/dicom/grey-image";
import { shippedModels } from "../../src-main/data/models/shipped-models";
import { prepareInput } from "../../src-main/detection/preprocessing/prepare-input";
import { ROI_TARGETS } from "../../src-main/detection/training/roi-targets";
import { RPN_TARGETS, type TargetSettings } from "../../src-main/detection/training/rpn-targets";
import type { Trainer, TrainingImage } from "../../src-main/jobs/trainers/trainer";
import type { ModelCard } from "../../src-shared/domain/model";
import { openPlainTrainer } from "./open-plain-trainer";
import { PYTHON } from "./torchvision";

const at = (place: string): string => fileURLToPath(new URL(`../../${place}`, import.meta.url));
const SIZE_PX = 256;
/** More than there are candidates: all of them are sampled. */
const ALL = 1_000_000;

/** The compact checkpoint and what was found with it; not in the project. */
export const COMPACT_FOLDER = at("../shared/models/compact-frcnn");

export type Losses = Readonly<Record<string, number>>;

/** As expected-training.json has it: two images of rsna-mini with their boxes, [x1, y1, x2, y2] in 256 × 256 pixels. */
export interface CompactCase {
  readonly images: readonly string[];
  readonly boxes: readonly (readonly (readonly number[])[])[];
  readonly settings: Readonly<
    Record<"lr" | "momentum" | "weightDecay" | "rpnPreNmsTopN" | "rpnPostNmsTopN" | "steps", number>
  >;
}

export async function openCompactTrainer({ settings }: Pick<CompactCase, "settings">): Promise<Trainer> {
  return openPlainTrainer(
    { file: `${COMPACT_FOLDER}/compact-frcnn.pth`, card: await compactCard() },
    {
      optimizer: { kind: "sgd", momentum: settings.momentum, weightDecay: settings.weightDecay },
      sampling: {
        proposalTargets: withAllSampled(RPN_TARGETS),
        regionTargets: withAllSampled(ROI_TARGETS),
        candidatesPerLevel: settings.rpnPreNmsTopN,
        proposals: settings.rpnPostNmsTopN,
      },
    },
  );
}

export async function readCompactImages({ images, boxes }: CompactCase): Promise<readonly TrainingImage[]> {
  const card = await compactCard();
  return Promise.all(
    images.map(async (image, index) => {
      const bytes = await readFile(at(`../shared/data/rsna-mini/images/${image}.dcm`));
      return {
        input: prepareInput(toGreyImage(await decodeFrame(bytes, image)), card.input),
        boxes: Float32Array.from(boxes[index]!.flat()),
        labels: new Int32Array(boxes[index]!.length).fill(1),
      };
    }),
  );
}

/** torchvision's losses of each step, from the checkpoint on.
 * @param options.kernels those that expected-training.json was made with, or plain ones, which round otherwise
 * @param options.keeps whether the folder gets the weights and momentum before each step: see torchvision-steps.py */
export function takeTorchvisionSteps(
  { boxes, settings }: CompactCase,
  images: readonly TrainingImage[],
  options: { readonly folder: string; readonly kernels: "the file's" | "plain"; readonly keeps: boolean },
): readonly Losses[] {
  const inputs = images.map(({ input: { data } }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  writeFileSync(path.join(options.folder, "images.f32"), Buffer.concat(inputs));
  writeFileSync(path.join(options.folder, "case.json"), JSON.stringify({ boxes, settings }));
  const flags = [...(options.kernels === "plain" ? ["--plain"] : []), ...(options.keeps ? ["--keep"] : [])];
  const args = [at("tests/builders/torchvision-steps.py"), at("../shared/models"), options.folder, ...flags];
  const env = { ...process.env, OPENBLAS_CORETYPE: "Haswell" };
  return JSON.parse(execFileSync(PYTHON, args, { encoding: "utf8", env })) as readonly Losses[];
}

/** The largest difference, relative to what was wanted. */
export function largestDifference(found: Losses, wanted: Losses): number {
  return Math.max(...Object.entries(wanted).map(([name, value]) => Math.abs(found[name]! / value - 1)));
}

async function compactCard(): Promise<ModelCard> {
  const [shipped] = await shippedModels(at("resources"));
  return { ...shipped!.card, convention: "checkpoint", network: { minSizePx: SIZE_PX, maxSizePx: SIZE_PX } };
}

function withAllSampled(settings: TargetSettings): TargetSettings {
  return { ...settings, sampling: { ...settings.sampling, perImage: ALL } };
}
