/** @file Importing model files: what is accepted with which card, and what is refused with which sentence. */
import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { listModels } from "../../src-main/data/store/models";
import { importModel } from "../../src-main/jobs/import-model";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import { ModelId } from "../../src-shared/domain/identifiers";
import type { ModelCard } from "../../src-shared/domain/model";
import {
  buildClassifier,
  buildDetector,
  buildLogitDetector,
  buildNanDetector,
  buildRenamedDetector,
  detectorGraph,
} from "../builders/build-detectors";
import { ONNX_FLOAT } from "../builders/build-onnx";
import { buildStore } from "../builders/build-store";

const resourcesFolder = fileURLToPath(new URL("../../resources", import.meta.url));

async function buildImport(bytes: Uint8Array | string, name = "detector.onnx") {
  const { store, folder } = await buildStore();
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  const run = (card?: ModelCard, id = "m1", from = file) =>
    runJobInline(
      importModel,
      {
        file: from,
        resourcesFolder,
        register: { modelId: ModelId.parse(id), projectFolder: folder },
        ...(card && { card }),
      },
      { store, projectFolder: folder },
    );
  const inspect = () => runJobInline(importModel, { file, resourcesFolder }, {});
  const copies = () => readdir(path.join(folder, "models")).catch(() => []);
  return { store, folder, file, run, inspect, copies };
}

test("a detector without a card gets one from its shapes, and a copy named after its checksum", async () => {
  const { store, run, copies, folder, file } = await buildImport(buildDetector());
  const { model } = await run();
  expect(model!.card).toMatchObject({ name: "detector", input: { widthPx: 32, heightPx: 32, channels: 3 } });
  expect(await copies()).toEqual([`${model!.sha256}.onnx`]);
  expect(await listModels(store)).toEqual([{ ...model, file: `models/${model!.sha256}.onnx` }]);
  expect(await readFile(path.join(folder, "models", `${model!.sha256}.onnx`))).toEqual(await readFile(file));
});

test("a look into a file registers nothing and tells inputs, outputs and a card to start from", async () => {
  const { store, inspect, copies } = await buildImport(buildDetector());
  const { inspection, model } = await inspect();
  expect(model).toBeUndefined();
  expect(inspection.inputs).toEqual([{ name: "image", type: "float32", shape: [3, 32, 32] }]);
  expect(inspection.outputs.map(({ name, shape }) => [name, shape])).toEqual([
    // ONNX Runtime works out the number that the file leaves open.
    ["boxes", [2, 4]],
    ["labels", [2]],
    ["scores", [2]],
  ]);
  expect(await listModels(store)).toEqual([]);
  expect(await copies()).toEqual([]);
});

test("a shipped detector is known by its checksum wherever it lies", async () => {
  const { folder, run } = await buildImport("");
  const file = path.join(folder, "renamed.onnx");
  await copyFile(path.join(resourcesFolder, "models/compact-frcnn.onnx"), file);
  const { model } = await run(undefined, "m1", file);
  expect(model!.card).toMatchObject({
    name: "compact-frcnn",
    labels: { "1": "Pneumonia" },
    suggestedThreshold: 0.3,
  });
});

test("a card beside the file is taken, and a mistake in it is named", async () => {
  const { folder, run } = await buildImport(buildDetector());
  const beside = path.join(folder, "detector.card.json");
  const card = {
    name: "Mine",
    convention: "torchvision",
    input: { widthPx: 32, heightPx: 32, channels: 3, resize: "opencv-bilinear" },
    boxFormat: "xyxy",
    labels: { "1": "Nodule" },
    scoreFloor: 0.1,
    suggestedThreshold: 0.4,
  };
  await writeFile(beside, JSON.stringify({ ...card, boxFormat: "yxyx" }));
  await expect(run()).rejects.toThrow(
    'The model card detector.card.json has "yxyx" in the field boxFormat; "xyxy" or "xywh" was expected.',
  );
  await writeFile(beside, JSON.stringify(card));
  expect((await run()).model).toMatchObject({ name: "Mine", card: { labels: { "1": "Nodule" } } });
});

test("outputs under other names are found by type and shape", async () => {
  const { run } = await buildImport(buildRenamedDetector());
  expect((await run()).inspection.outputs.map(({ name }) => name)).toEqual(["110", "111", "112"]);
});

test("the same file twice, or a name twice, is a conflict that leaves the first model alone", async () => {
  const { store, folder, run, copies } = await buildImport(buildDetector());
  const { model } = await run();
  await expect(run(undefined, "m2")).rejects.toMatchObject({
    code: "conflict",
    message: "detector.onnx is registered already, as detector; a file that this project does not have was expected.",
  });
  const other = path.join(folder, "other.onnx");
  await writeFile(other, buildRenamedDetector());
  await expect(run(model!.card, "m2", other)).rejects.toMatchObject({ code: "conflict" });
  expect(await listModels(store)).toHaveLength(1);
  expect(await copies()).toEqual([`${model!.sha256}.onnx`]);
});

test("the same file twice at one moment leaves one model, and its copy", async () => {
  const { store, run, copies } = await buildImport(buildDetector());
  const answers = await Promise.allSettled([run(), run(undefined, "m2")]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const [model] = await listModels(store);
  expect(await copies()).toEqual([`${model!.sha256}.onnx`]);
});

/** One tensor, with a header of so many bytes. */
function buildSafetensors(headerBytes: number): Uint8Array {
  const header = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'.padEnd(headerBytes);
  return Uint8Array.from([headerBytes, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode(header), 0, 0, 0, 0]);
}

const REFUSED: readonly (readonly [string, Uint8Array | string, string | RegExp])[] = [
  [
    "an empty file",
    "",
    "detector.onnx is empty; a checkpoint of PyTorch, a safetensors file or an ONNX model was expected.",
  ],
  [
    "a text file",
    "patientId,x,y\n".repeat(10),
    /^detector\.onnx is no whole ONNX file \(at byte \d+ it holds a field of .*\); an ONNX model or a checkpoint of PyTorch was expected\.$/,
  ],
  [
    "a truncated model",
    buildDetector().subarray(0, 300),
    /^detector\.onnx is no whole ONNX file \(at byte \d+ it holds a field of/,
  ],
  ["a truncated zip", "PK\u0003\u0004archive/data.pkl", /^detector\.onnx .*\.$/],
  ["a web page", "<!doctype html><title>404</title>", /^detector\.onnx is a web page or an XML file; a checkpoint/],
  ["a JSON file", '{"name": "card"}', /^detector\.onnx is a JSON file; a checkpoint/],
  [
    "a Git LFS pointer",
    "version https://git-lfs.github.com/spec/v1",
    /is a Git LFS pointer whose content was not fetched/,
  ],
  [
    "safetensors with a header of 123 bytes, which is a brace",
    buildSafetensors(123),
    /^detector\.onnx is no Faster R-CNN or/,
  ],
  [
    "a classifier",
    buildClassifier(),
    "detector.onnx answers probabilities float32 [1, 3]; boxes, labels and scores as torchvision exports them, or the answer of a YOLO, DETR, RT-DETR or RetinaNet detector, were expected.",
  ],
  [
    "a model with another input",
    buildDetector({ inputs: [{ name: "image", type: ONNX_FLOAT, shape: [32, 32] }] }),
    "detector.onnx takes image float32 [32, 32]; one float32 image [channels, height, width] with 1 or 3 channels was expected.",
  ],
  [
    "a detector without labels",
    buildDetector({ outputs: detectorGraph().outputs.filter(({ name }) => name !== "labels") }),
    /^detector\.onnx answers boxes float32 \[N, 4\] and scores float32 \[N\]; boxes/,
  ],
  [
    "a detector whose boxes are no numbers",
    buildNanDetector(),
    "detector.onnx answered its trial run with box coordinates that are no numbers; finite ones were expected.",
  ],
  [
    "a detector with raw scores",
    buildLogitDetector(),
    /^detector\.onnx answered its trial run with the score 4\.5.*; 0 to 1 was expected\.$/,
  ],
  [
    "a graph that does not hold together",
    buildDetector({ nodes: [] }),
    "detector.onnx is no model that ONNX Runtime can open: its graph does not hold together (a node reads or writes what is not there).",
  ],
  [
    "an operator that nobody knows",
    buildDetector({
      nodes: detectorGraph().nodes.map((node) => (node.operator === "Add" ? { ...node, operator: "Divine" } : node)),
    }),
    /^detector\.onnx is no model that ONNX Runtime can open: it uses the operator Divine, which ONNX Runtime does not know\.$/,
  ],
];

test.each(REFUSED)("%s is refused and leaves nothing behind", async (_what, bytes, sentence) => {
  const { store, run, copies } = await buildImport(bytes);
  await expect(run()).rejects.toMatchObject({ code: "unsupported" });
  await expect(run()).rejects.toThrow(sentence);
  expect(await listModels(store)).toEqual([]);
  expect(await copies()).toEqual([]);
});

test("a card for another size or number of channels than the model takes is refused", async () => {
  const { run, inspect } = await buildImport(buildDetector());
  const { suggestedCard } = (await inspect()).inspection;
  const wide = { ...suggestedCard, input: { ...suggestedCard.input, widthPx: 64 } };
  await expect(run(wide)).rejects.toThrow("The card gives detector.onnx 64 pixels of width; the model takes 32.");
  const grey = { ...suggestedCard, input: { ...suggestedCard.input, channels: 1 as const } };
  await expect(run(grey)).rejects.toThrow("The card gives detector.onnx 1 channels; the model takes 3.");
});

test("a file that is not there is told so, and so is a folder", async () => {
  const { folder, run } = await buildImport("");
  const nowhere = path.join(folder, "nowhere.onnx");
  await expect(run(undefined, "m", nowhere)).rejects.toMatchObject({
    code: "not-found",
    message: `There is no file ${nowhere}; a checkpoint of PyTorch, a safetensors file or an ONNX model was expected.`,
  });
  await expect(run(undefined, "m", folder)).rejects.toThrow(
    `${folder} is not a file; a checkpoint of PyTorch, a safetensors file or an ONNX model was expected.`,
  );
});
