/** @file What training writes, torchvision's own networks load with every name and shape in its place. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openCheckpoint } from "../../src-main/data/models/open-checkpoint";
import { writeCheckpoint } from "../../src-main/data/models/write-checkpoint";
import type { Tensor } from "../../src-main/numerics/tensor/tensor";
import type { ModelCard } from "../../src-shared/domain/model";
import { buildFolder } from "../builders/build-store";
import { openPlainTrainer } from "../builders/open-plain-trainer";
import { buildSquareImage, SMALL_NETWORK_CARD } from "../builders/small-network";
import { hasTorchvision, PYTHON } from "../builders/torchvision";
import { readDrawnNetwork } from "../unit/src-main/detection/networks/drawn-network";

const NETWORKS_FOLDER = fileURLToPath(new URL("../fixtures/networks", import.meta.url));

/** Loads a file strictly into one of the small networks of make_values.py, and tells the sum of a tensor. */
const LOAD = `
import sys
sys.path.insert(0, sys.argv[1])
import torch
from make_values import NETWORKS
model = NETWORKS[sys.argv[2]]()
print(model.load_state_dict(torch.load(sys.argv[3]), strict=True))
print(float(model.state_dict()[sys.argv[4]].double().sum()))
`;

/** With as many anchors at each place as the network was drawn with. */
const CARDS: Readonly<Record<string, ModelCard>> = {
  "fasterrcnn-v1": SMALL_NETWORK_CARD,
  "fasterrcnn-v2": SMALL_NETWORK_CARD,
  "retinanet-v1": withTwoSizes(),
  "retinanet-v2": withTwoSizes(),
};

function withTwoSizes(): ModelCard {
  const anchors = [8, 16, 32, 64, 128].map((px) => ({ sizesPx: [px, 1.5 * px], aspectRatios: [0.5, 1] }));
  return { ...SMALL_NETWORK_CARD, network: { ...SMALL_NETWORK_CARD.network, anchors } };
}

async function writeTensors(file: string, tensors: ReadonlyMap<string, Tensor>): Promise<void> {
  const stored = Array.from(tensors, ([name, tensor]) => ({ ...tensor, name, load: () => tensor }));
  await writeCheckpoint(stored, file);
}

/** Weights by chance, as a checkpoint. */
async function writeDrawn(name: string, file: string): Promise<void> {
  const { parameters } = readDrawnNetwork(name);
  const tensors = parameters.names.map((each) => {
    const shape = parameters.shapeOf(each)!;
    if (each.endsWith("num_batches_tracked")) return [each, { type: "int64", shape, data: BigInt64Array.of(3n) }] as const; // prettier-ignore
    return [each, { type: "float32", shape, data: parameters.load(each) }] as const;
  });
  await writeTensors(file, new Map<string, Tensor>(tensors));
}

/** Weights after one step, written and rewritten as a training does: its checkpoint, and the model it makes of that. */
async function trainOnce(
  name: string,
): Promise<{ readonly file: string; readonly weights: ReadonlyMap<string, Tensor> }> {
  const folder = buildFolder();
  const [drawn, kept, made] = ["drawn.pth", "kept.safetensors", "made.pth"].map((each) => path.join(folder, each));
  await writeDrawn(name, drawn!);
  const trainer = await openPlainTrainer({ file: drawn!, card: CARDS[name]! });
  const image = { input: buildSquareImage(96, 96), boxes: Float32Array.of(20, 34, 44, 60), labels: Int32Array.of(1) };
  await trainer.step([image, image], { stepNumber: 1, learningRate: 1e-4, isUpdate: true });
  const { weights } = await trainer.snapshot();
  await trainer.release();
  await writeTensors(kept!, weights);
  const checkpoint = await openCheckpoint(kept!);
  await writeCheckpoint(checkpoint.tensors.values(), made!);
  await checkpoint.close();
  return { file: made!, weights };
}

test.skipIf(!hasTorchvision()).each(Object.keys(CARDS))(
  "torchvision loads a trained %s strictly (needs python3-torchvision)",
  { timeout: 120_000 },
  async (name) => {
    const { file, weights } = await trainOnce(name);
    const asked = "backbone.body.layer3.0.conv1.weight";
    const before = readDrawnNetwork(name).parameters.load(asked);
    const found = weights.get(asked)!.data as Float32Array;
    expect(found.some((value, place) => value !== before[place])).toBe(true);
    const printed = execFileSync(PYTHON, ["-c", LOAD, NETWORKS_FOLDER, name, file, asked], { encoding: "utf8" });
    const [verdict, sum] = printed.trim().split("\n");
    expect(verdict).toBe("<All keys matched successfully>");
    expect(Number(sum)).toBeCloseTo(
      found.reduce((total, value) => total + value, 0),
      9,
    );
  },
);
