/** @file Importing checkpoints: what is registered with which card, and what is refused with which sentence. */
import { existsSync } from "node:fs";
import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openCheckpoint } from "../../src-main/data/models/open-checkpoint";
import { writeCheckpoint } from "../../src-main/data/models/write-checkpoint";
import { listModels } from "../../src-main/data/store/models";
import { importModel } from "../../src-main/jobs/import-model";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import type { StoredTensor } from "../../src-main/numerics/pickle/checkpoint";
import { ModelId } from "../../src-shared/domain/identifiers";
import type { ModelCard } from "../../src-shared/domain/model";
import { writeSmallCheckpoint } from "../builders/build-checkpoint";
import { buildStore } from "../builders/build-store";

const resourcesFolder = fileURLToPath(new URL("../../resources", import.meta.url));
const FIXTURES = fileURLToPath(new URL("../fixtures/checkpoints", import.meta.url));
const COMPACT = fileURLToPath(new URL("../../../shared/models/compact-frcnn/compact-frcnn.pth", import.meta.url));

/** So that the trial is quick. */
const SMALL: NonNullable<ModelCard["network"]> = { minSizePx: 64, maxSizePx: 64 };

async function buildImport(name = "detection_model.pth") {
  const { store, folder } = await buildStore();
  const file = path.join(folder, name);
  const options = { store, projectFolder: folder };
  const register = { modelId: ModelId.parse("m1"), projectFolder: folder };
  const run = (card?: ModelCard, from = file) =>
    runJobInline(importModel, { file: from, resourcesFolder, register, ...(card && { card }) }, options);
  const inspect = (from = file) => runJobInline(importModel, { file: from, resourcesFolder }, {});
  const copies = () => readdir(path.join(folder, "models")).catch(() => []);
  return { store, folder, file, run, inspect, copies };
}

/** The small network's weights, changed one by one. */
async function writeChanged(
  file: string,
  change: (tensor: StoredTensor) => StoredTensor | readonly StoredTensor[],
): Promise<void> {
  const sound = path.join(path.dirname(file), "sound.safetensors");
  await writeSmallCheckpoint(sound);
  const { tensors, close } = await openCheckpoint(sound);
  await writeCheckpoint([...tensors.values()].flatMap(change), file);
  await close();
}

test.each(["detection_model.pth", "detection_model.safetensors"])(
  "%s is registered as it is, with the notebook's card and what its shapes tell",
  async (name) => {
    const { store, folder, file, run, copies } = await buildImport(name);
    await writeSmallCheckpoint(file);
    const { model, inspection } = await run();
    expect(model).toMatchObject({
      name: "detection_model",
      facts: { format: name.endsWith(".pth") ? "pytorch-zip" : "safetensors", classes: 2 },
      card: {
        convention: "checkpoint",
        input: { widthPx: 256, heightPx: 256, resize: "opencv-bilinear" },
        network: { minSizePx: 800, maxSizePx: 1333 },
        labels: { "1": "Pneumonia" },
      },
    });
    expect(model!.facts!.architecture).toMatch(/^Faster R-CNN, ResNet of bottlenecks \(1, 1, 1, 1\)/);
    expect(inspection.conventions).toEqual([
      { convention: "checkpoint", reason: expect.stringMatching(/^It holds \d+ weights under torchvision's names\.$/) },
    ]);
    const kept = `${model!.sha256}${path.extname(name)}`;
    expect(await copies()).toEqual([kept]);
    expect(await listModels(store)).toEqual([{ ...model, file: `models/${kept}` }]);
    expect(await readFile(path.join(folder, "models", kept))).toEqual(await readFile(file));
  },
);

test("the ending does not matter: what a file is, its content tells", async () => {
  const { folder, file, inspect } = await buildImport("weights.pth");
  await writeSmallCheckpoint(file);
  const renamed = path.join(folder, "weights.onnx");
  await copyFile(file, renamed);
  expect((await inspect(renamed)).inspection.facts.format).toBe("pytorch-zip");
});

test.skipIf(!existsSync(COMPACT))("the compact checkpoint (in ../shared) is known by its checksum", async () => {
  const { folder, inspect } = await buildImport();
  const renamed = path.join(folder, "renamed.pt");
  await copyFile(COMPACT, renamed);
  const { inspection } = await inspect(renamed);
  expect(inspection.suggestedCard).toMatchObject({
    name: "compact-frcnn-checkpoint",
    network: { minSizePx: 256, maxSizePx: 256 },
    labels: { "1": "Pneumonia" },
    suggestedThreshold: 0.3,
  });
  expect(inspection.facts).toMatchObject({ format: "pytorch-zip", classes: 2, parameters: 8_229_785 });
});

test.each<readonly [string, (tensor: StoredTensor) => StoredTensor | readonly StoredTensor[], RegExp]>([
  [
    "a weight that is no number",
    (tensor) => {
      if (tensor.name !== "backbone.body.conv1.weight") return tensor;
      return { ...tensor, load: () => ({ ...tensor.load(), data: new Float32Array(8 * 3 * 49).fill(Number.NaN) }) };
    },
    /^detection_model\.pth holds NaN in backbone\.body\.conv1\.weight .*; finite weights were expected\.$/,
  ],
  [
    "a weight that is missing",
    (tensor) => (tensor.name === "rpn.head.bbox_pred.bias" ? [] : tensor),
    /^detection_model\.pth .*rpn\.head\.bbox_pred\.bias/,
  ],
  [
    "a weight of another network",
    (tensor) =>
      tensor.name === "rpn.head.bbox_pred.bias" ? [tensor, { ...tensor, name: "roi_heads.mask_head.bias" }] : tensor,
    /^detection_model\.pth .*mask/i,
  ],
  [
    "a weight of another shape",
    (tensor) => {
      if (tensor.name !== "roi_heads.box_head.fc7.bias") return tensor;
      return { ...tensor, shape: [31], load: () => ({ type: "float32", shape: [31], data: new Float32Array(31) }) };
    },
    /^detection_model\.pth .*roi_heads\.box_head\.fc7\.bias as \[31\] instead of \[32\]/,
  ],
])("%s is refused by name and leaves nothing behind", async (_, change, sentence) => {
  const { store, file, run, copies } = await buildImport();
  await writeChanged(file, change);
  await expect(run()).rejects.toMatchObject({ code: "unsupported", message: expect.stringMatching(sentence) });
  expect(await listModels(store)).toEqual([]);
  expect(await copies()).toEqual([]);
});

test("the first half of a checkpoint is refused and leaves nothing behind", async () => {
  const { store, file, run, copies } = await buildImport();
  await writeSmallCheckpoint(file);
  const bytes = await readFile(file);
  await writeFile(file, bytes.subarray(0, bytes.length / 2));
  await expect(run()).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(/^detection_model\.pth .*\.$/),
  });
  expect(await listModels(store)).toEqual([]);
  expect(await copies()).toEqual([]);
});

test.each(["training.pth", "whole-model.pth", "torchscript.pt", "no-tensors.pth", "every-kind-legacy.pth"])(
  "%s, which holds no detector, is refused in one sentence",
  async (name) => {
    const { store, run, copies } = await buildImport();
    const refused = run(undefined, path.join(FIXTURES, name));
    await expect(refused).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringMatching(/^\S+ [^\n]*\.$/),
    });
    expect(await listModels(store)).toEqual([]);
    expect(await copies()).toEqual([]);
  },
);

test("a card for ONNX models, or for anchors that the weights have not, is refused", async () => {
  const { file, inspect, run, copies } = await buildImport();
  await writeSmallCheckpoint(file);
  const { suggestedCard } = (await inspect()).inspection;
  await expect(run({ ...suggestedCard, convention: "torchvision" })).rejects.toThrow(
    "The card reads detection_model.pth as “torchvision export: boxes, labels, scores”; it is a checkpoint.",
  );
  const anchors = [{ sizesPx: [32, 64], aspectRatios: [1] }];
  await expect(run({ ...suggestedCard, network: { ...SMALL, anchors } })).rejects.toThrow(/anchors/);
  expect(await copies()).toEqual([]);
  expect((await run({ ...suggestedCard, network: SMALL })).model).toMatchObject({ card: { network: SMALL } });
});
