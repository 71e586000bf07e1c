/** @file Importing ONNX models of each convention: recognised, tried, registered, with their weights beside them. */
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { removeModelFiles } from "../../src-main/data/models/model-files";
import { listModels } from "../../src-main/data/store/models";
import { importModel } from "../../src-main/jobs/import-model";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import { messageField, numberField, textField } from "../../src-main/numerics/onnx/wire-format";
import { ModelId } from "../../src-shared/domain/identifiers";
import type { ModelCard, ModelConvention } from "../../src-shared/domain/model";
import { buildForeignDetector, type FixedOutput } from "../builders/build-foreign-detector";
import { ONNX_FLOAT, ONNX_INT64 } from "../builders/build-onnx";
import { buildStore } from "../builders/build-store";
import { insertIntoGraph } from "../builders/insert-into-graph";

const resourcesFolder = fileURLToPath(new URL("../../resources", import.meta.url));

/** Cells of a YOLO's grids at 64 pixels: 8 × 8, 4 × 4 and 2 × 2. */
const PLACES = 84;

async function buildImport(bytes: Uint8Array) {
  const { store, folder } = await buildStore();
  const file = path.join(folder, "best.onnx");
  await writeFile(file, bytes);
  const register = (id: string) => ({ modelId: ModelId.parse(id), projectFolder: folder });
  const run = (card?: ModelCard, id = "m1", convention?: ModelConvention) =>
    runJobInline(
      importModel,
      { file, resourcesFolder, convention, register: register(id), ...(card && { card }) },
      { store, projectFolder: folder },
    );
  const copies = async () =>
    (await readdir(path.join(folder, "models"), { recursive: true }).catch(() => [])).toSorted();
  return { store, folder, file, run, copies };
}

const FAMILIES: readonly (readonly [ModelConvention, Readonly<Record<string, FixedOutput>>, Partial<ModelCard>])[] = [
  [
    "yolo-v5",
    { output0: { shape: [1, 3 * PLACES, 7] } },
    { input: { widthPx: 64, heightPx: 64, channels: 3, resize: "letterbox" } },
  ],
  ["yolo-v8", { output0: { shape: [1, 6, PLACES] } }, { suppression: { iouThreshold: 0.7, detectionsPerImage: 300 } }],
  ["yolo-end-to-end", { output0: { shape: [1, 300, 6] } }, { scoreFloor: 0.05 }],
  ["detr", { logits: { shape: [1, 100, 3] }, pred_boxes: { shape: [1, 100, 4] } }, { boxFormat: "xyxy" }],
  [
    "rt-detr",
    { logits: { shape: [1, 300, 2] }, pred_boxes: { shape: [1, 300, 4] } },
    { input: { widthPx: 64, heightPx: 64, channels: 3, resize: "opencv-bilinear" } },
  ],
  ["rt-detr-ultralytics", { output0: { shape: [1, 300, 7] } }, {}],
  [
    "retinanet",
    Object.fromEntries(
      [8, 4, 2, 1, 1].flatMap((side, level) => [
        [`cls_logits${level}`, { shape: [1, 18, side, side] }],
        [`bbox_regression${level}`, { shape: [1, 36, side, side] }],
      ]),
    ),
    {},
  ],
];

test.each(FAMILIES)("%s is recognised, tried and registered", async (convention, outputs, card) => {
  const { store, run } = await buildImport(buildForeignDetector(outputs));
  const { model, inspection } = await run();
  expect(inspection.conventions[0]).toMatchObject({ convention });
  expect(model!.card).toMatchObject({ name: "best", convention, ...card });
  expect(model!.facts).toMatchObject({ format: "onnx", opset: 13 });
  expect(await listModels(store)).toHaveLength(1);
});

test("RT-DETR with its size input is recognised, tried and registered", async () => {
  const image = { name: "images", type: ONNX_FLOAT, shape: ["N", 3, 64, 64] };
  const size = { name: "orig_target_sizes", type: ONNX_INT64, shape: ["N", 2] };
  const outputs = {
    labels: { shape: [1, 2], type: ONNX_INT64 },
    boxes: { shape: [1, 2, 4], values: [1, 1, 9, 9, 2, 2, 8, 8] },
    scores: { shape: [1, 2], values: [0.9, 0.4] },
  } as const;
  const { run } = await buildImport(buildForeignDetector(outputs, { inputs: [image, size] }));
  expect((await run()).model!.card).toMatchObject({ convention: "rt-detr-end-to-end" });
});

/** YOLOv8's shape, in which one number cannot be the score that it stands for. */
function buildMisleading(change: Readonly<Record<number, number>> = {}): Uint8Array {
  const values = Array.from({ length: 6 * PLACES }, (_, index) => change[index] ?? 0);
  values[4 * PLACES + 10] = 4.5;
  return buildForeignDetector({ output0: { shape: [1, 6, PLACES], values } });
}

test("a file that fails its trial by the likeliest convention is read by the next one that passes, and says so", async () => {
  const { run } = await buildImport(buildMisleading());
  const { model, inspection } = await run();
  expect(model!.card).toMatchObject({ convention: "yolo-v5", input: { widthPx: 64, heightPx: 64 } });
  expect(inspection.conventions.map(({ convention }) => convention)).toEqual(["yolo-v5"]);
  expect(model!.facts).toMatchObject({
    classes: PLACES - 5,
    conventions: ["yolo-v5"],
    warnings: [
      "best.onnx looks more like “YOLOv8 to v11”, but cannot be read so (it answered its trial run with the score 4.5; 0 to 1 was expected).",
      expect.stringMatching(/^best\.onnx looks more like “RT-DETR by Ultralytics”, but cannot be read so/),
    ],
  });
});

test("a file that fails its trial by every convention is refused in one sentence that names them", async () => {
  const { store, run, copies } = await buildImport(buildMisleading({ [4 * PLACES + 4]: 1 }));
  await expect(run()).rejects.toMatchObject({
    code: "unsupported",
    message:
      "best.onnx cannot be read as “YOLOv8 to v11”, “RT-DETR by Ultralytics” or “YOLOv5” (it answered its trial run with the score 4.5; 0 to 1 was expected).",
  });
  expect([await copies(), await listModels(store)]).toEqual([[], []]);
});

test("a convention that a person names is fed what the graph takes, whatever another convention's trial says", async () => {
  const { run } = await buildImport(buildMisleading());
  const { inspection } = await run(undefined, "m1", "yolo-v5");
  expect(inspection.suggestedCard).toMatchObject({ convention: "yolo-v5", input: { widthPx: 64, heightPx: 64 } });
  const other = await buildImport(buildMisleading());
  await expect(other.run(undefined, "m1", "yolo-v8")).rejects.toThrow(
    "best.onnx answered its trial run with the score 4.5; 0 to 1 was expected.",
  );
  await expect(other.run(undefined, "m1", "detr")).rejects.toThrow("class logits [1, N, classes + 1]");
  await expect(other.run(undefined, "m1", "checkpoint")).rejects.toThrow("it is an ONNX model.");
});

test("the person may say that a file is of another convention than it looks", async () => {
  const { run, copies } = await buildImport(buildForeignDetector({ output0: { shape: [1, 300, 6] } }));
  const { inspection } = await run();
  expect(inspection.conventions.map(({ convention }) => convention)).toContain("rt-detr-ultralytics");
  const other = await buildImport(buildForeignDetector({ output0: { shape: [1, 300, 6] } }));
  const card = { ...inspection.suggestedCard, convention: "rt-detr-ultralytics" } as const;
  expect((await other.run(card)).model!.card.convention).toBe("rt-detr-ultralytics");
  const misread = await buildImport(buildForeignDetector({ output0: { shape: [1, 300, 6] } }));
  await expect(misread.run({ ...card, convention: "detr" })).rejects.toThrow(
    /^best\.onnx answers output0 float32 \[1, 300, 6\]; class logits .* were expected\.$/,
  );
  expect(await misread.copies()).toEqual([]);
  expect(await copies()).toHaveLength(1);
});

/** The fixed answer moved to another file, as `onnx.save(…, save_as_external_data=True)` does it. */
function buildExternal(location: string): Uint8Array {
  const place = [...textField(1, "location"), ...textField(2, location)];
  const tensor = [
    ...[1, 6, PLACES].flatMap((size) => numberField(1, size)),
    ...numberField(2, ONNX_FLOAT),
    ...textField(8, "output0Values"),
    ...messageField(13, place),
    ...numberField(14, 1),
  ];
  const bytes = buildForeignDetector(
    { output0: { shape: [1, 6, PLACES] } },
    { constants: [{ name: "none", type: ONNX_FLOAT, shape: [1], data: new Float32Array(1) }] },
  );
  return insertIntoGraph(bytes, messageField(5, tensor));
}

test("weights beside a model are copied along, count in its checksum, and go with it", async () => {
  const { store, folder, file, run, copies } = await buildImport(buildExternal("parts/weights.bin"));
  const weights = path.join(folder, "parts", "weights.bin");
  await mkdir(path.dirname(weights));
  await writeFile(weights, new Uint8Array(4 * 6 * PLACES));
  const { model } = await run();
  const { sha256 } = model!;
  expect(model!.fileBytes).toBe((await stat(file)).size + 4 * 6 * PLACES);
  expect(await copies()).toEqual([
    sha256,
    path.join(sha256, `${sha256}.onnx`),
    path.join(sha256, "parts"),
    path.join(sha256, "parts", "weights.bin"),
  ]);
  const [stored] = await listModels(store);
  expect(stored!.file).toBe(`models/${sha256}/${sha256}.onnx`);
  await expect(run(undefined, "m2")).rejects.toMatchObject({ code: "conflict" });
  await writeFile(weights, new Uint8Array(4 * 6 * PLACES).fill(1));
  expect((await run({ ...model!.card, name: "other weights" }, "m2")).model!.sha256).not.toBe(sha256);

  await removeModelFiles(folder, stored!.file);
  expect((await copies()).filter((name) => name.startsWith(sha256))).toEqual([]);
  expect(await copies()).toHaveLength(4);
});

test("weights that are missing, or outside the folder, refuse the model and leave nothing behind", async () => {
  const { store, folder, run, copies } = await buildImport(buildExternal("weights.bin"));
  await expect(run()).rejects.toMatchObject({
    code: "unsupported",
    message:
      "best.onnx keeps weights in weights.bin, which is not there (output0Values among them); the file was expected beside the model.",
  });
  await writeFile(path.join(folder, "weights.bin"), new Uint8Array(100));
  await expect(run()).rejects.toThrow(
    `best.onnx keeps output0Values up to byte ${4 * 6 * PLACES} of weights.bin, which has 100 bytes; a whole file was expected.`,
  );
  await rm(path.join(folder, "weights.bin"));
  const outside = await buildImport(buildExternal("../weights.bin"));
  await expect(outside.run()).rejects.toThrow("outside its own folder");
  expect([...(await copies()), ...(await outside.copies())]).toEqual([]);
  expect(await listModels(store)).toEqual([]);
});
