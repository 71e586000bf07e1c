/** @file Detectors written as one graph: opened again as any ONNX file is, they find what the checkpoint finds. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { cardOfExport } from "../../src-main/data/models/card-in-metadata";
import { writeCheckpoint } from "../../src-main/data/models/write-checkpoint";
import { mapOfLayer } from "../../src-main/detection/explanation/scale-map";
import { cornersOfAnswer, type CornersAnswer } from "../../src-main/jobs/detectors/corners-of-answer";
import { openDetector } from "../../src-main/jobs/detectors/open-detector";
import { openExplainer } from "../../src-main/jobs/explainers/open-explainer";
import { exportModel } from "../../src-main/jobs/export-model";
import { importModel } from "../../src-main/jobs/import-model";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import { ortSessions } from "../../src-main/jobs/runtime/ort-sessions";
import type { LevelAnchors, ModelCard } from "../../src-shared/domain/model";
import { writeSmallCheckpoint } from "../builders/build-checkpoint";
import { buildFolder } from "../builders/build-store";
import { mountSmallDisk } from "../builders/mount-small-disk";
import { recordingLog } from "../builders/recording-log";
import { buildSquareImage, SMALL_NETWORK_CARD } from "../builders/small-network";
import { PYTHON } from "../builders/torchvision";
import { readDrawnNetwork } from "../unit/src-main/detection/networks/drawn-network";

/** The predictors' weights are made this much smaller: boxes stay near their anchors, and scores apart. */
const CALMED = 0.01;

/** A network with weights by chance, as a checkpoint. */
async function writeDrawn(name: string): Promise<string> {
  const { parameters } = readDrawnNetwork(name);
  const file = path.join(buildFolder(), `${name}.pth`);
  const tensors = parameters.names.map((each) => {
    const shape = parameters.shapeOf(each)!;
    const factor = /cls_|bbox_/u.test(each) ? CALMED : 1;
    const load = () => ({ type: "float32", shape, data: parameters.load(each).map((value) => value * factor) }) as const; // prettier-ignore
    return { name: each, type: "float32", shape, load } as const;
  });
  await writeCheckpoint(tensors, file);
  return file;
}

async function open(file: string, card: ModelCard) {
  const log = recordingLog();
  const source = { file, card, device: "cpu", precision: "single" } as const;
  const detector = await openDetector(source, { sessions: ortSessions({ log }), log });
  onTestFinished(() => detector.release());
  return detector;
}

/** The graph opened as any file is, and the checkpoint. */
async function openBoth(modelFile: string, card: ModelCard) {
  const file = path.join(buildFolder(), "exported.onnx");
  await runJobInline(exportModel, { modelFile, card, file }, {});
  return { file, exported: await open(file, cardOfExport(card)), checkpoint: await open(modelFile, card) };
}

/** How many of `found` are not among `expected` to a thousandth of a pixel and a ten-thousandth of a score. */
function countAlone(found: CornersAnswer, expected: CornersAnswer): number {
  const isSame = (left: number, right: number): boolean =>
    found.labels[left] === expected.labels[right] &&
    Math.abs(found.scores[left]! - expected.scores[right]!) < 1e-4 &&
    [0, 1, 2, 3].every((side) => Math.abs(found.boxes[4 * left + side]! - expected.boxes[4 * right + side]!) < 1e-3);
  const ranks = [...expected.labels.keys()];
  return [...found.labels.keys()].filter((left) => !ranks.some((right) => isSame(left, right))).length;
}

const LEVELS_PX = [8, 16, 32, 64, 128];
const BOTH = { sizes: [1, 1.5], ratios: [0.5, 2] };

/** As many anchors at each place as the network was drawn with. */
const NETWORKS: readonly (readonly [string, { first: number; sizes: number[]; ratios: number[] }])[] = [
  ["fasterrcnn-v2", { first: 0, sizes: [1], ratios: [0.5, 1, 2] }],
  ["fasterrcnn-bare-convolutions", { first: 1, ...BOTH }],
  ["fasterrcnn-mobilenet-large", { first: 2, sizes: [1], ratios: [0.5, 2] }],
  ["retinanet-v1", { first: 0, ...BOTH }],
  ["retinanet-v2", { first: 0, ...BOTH }],
];

function anchorsOf({ first, sizes, ratios }: (typeof NETWORKS)[number][1]): LevelAnchors[] {
  return LEVELS_PX.slice(first).map((px) => ({ sizesPx: sizes.map((size) => size * px), aspectRatios: ratios }));
}

/** 200 × 96 becomes 159 × 76 in the network: a size that is right in single precision alone. */
const SIZES = [[200, 96], [33, 47]] as const; // prettier-ignore

test.each(NETWORKS)(
  "%s finds the same as one graph, in images of any size",
  { timeout: 60_000 },
  async (name, drawn) => {
    const network = { ...SMALL_NETWORK_CARD.network, anchors: anchorsOf(drawn) };
    // Whatever is found: of equal scores at the end of a shorter list torch leaves out others than ONNX.
    const suppression = { iouThreshold: 0.5, detectionsPerImage: 5000 };
    const card = { ...SMALL_NETWORK_CARD, network, suppression, scoreFloor: 0.05 };
    const { exported, checkpoint } = await openBoth(await writeDrawn(name), card);
    for (const [rows, columns] of SIZES) {
      const image = buildSquareImage(rows, columns);
      const found = cornersOfAnswer(await exported.detect(image), card.scoreFloor);
      const expected = cornersOfAnswer(await checkpoint.detect(image), card.scoreFloor);
      expect(found.labels.length).toBeGreaterThan(10);
      expect(countAlone(found, expected) + countAlone(expected, found)).toBe(0);
    }
  },
);

/** With the card that it was exported with. */
async function exportDrawn([name, drawn]: (typeof NETWORKS)[number], card: ModelCard) {
  const network = { ...card.network, anchors: anchorsOf(drawn) };
  const modelFile = await writeDrawn(name);
  const file = path.join(buildFolder(), "detector.onnx");
  await runJobInline(exportModel, { modelFile, card: { ...card, network }, file }, {});
  return { modelFile, file, card: { ...card, network } };
}

test("an exported file brings its card, and is imported like any other", async () => {
  const labels = { "1": "Opacity", "2": "Nodule" };
  const { file, card } = await exportDrawn(NETWORKS[0]!, { ...SMALL_NETWORK_CARD, labels, name: "Drawn" });
  const resourcesFolder = fileURLToPath(new URL("../../resources", import.meta.url));
  const { inspection } = await runJobInline(importModel, { file, resourcesFolder }, {});
  expect(inspection.suggestedCard).toEqual(cardOfExport(card));
  expect(inspection.suggestedCard).toMatchObject({ name: "Drawn (ONNX)", convention: "torchvision", labels });
  expect(inspection.facts).toMatchObject({ format: "onnx", opset: 17, producer: "Overread" });
  expect(inspection.facts.warnings).toBeUndefined();
  expect(inspection.inputs).toEqual([{ name: "image", type: "float32", shape: [1, 3, "height", "width"] }]);
});

test.each([
  ["Faster R-CNN", NETWORKS[0]!],
  ["RetinaNet", NETWORKS[3]!],
])("maps of an exported %s are those of its checkpoint", { timeout: 60_000 }, async (_, network) => {
  const { file, modelFile, card } = await exportDrawn(network, SMALL_NETWORK_CARD);
  const log = recordingLog();
  const context = { sessions: ortSessions({ log }), log };
  const image = buildSquareImage(80, 120);
  const maps = [];
  for (const source of [
    { file, card: cardOfExport(card) },
    { file: modelFile, card },
  ]) {
    const explainer = await openExplainer({ ...source, device: "cpu", precision: "single" }, context);
    onTestFinished(() => explainer.release());
    const look = await explainer.look(image);
    const best = look.candidates.scores.indexOf(Math.max(...look.candidates.scores));
    const views = await look.gradients([best], explainer.suggestedLayers);
    const size = { rows: 80, columns: 120 };
    const whole = { input: size, part: { row: 0, column: 0, ...size } };
    maps.push(explainer.suggestedLayers.map((layer) => mapOfLayer("grad-cam", views.get(layer)!, whole).values));
  }
  const [ofGraph, ofCheckpoint] = maps;
  expect(ofGraph).toHaveLength(4);
  for (const [stage, map] of ofGraph!.entries()) {
    const expected = ofCheckpoint![stage]!;
    const difference = map.reduce((most, value, pixel) => Math.max(most, Math.abs(value - expected[pixel]!)), 0);
    expect(difference).toBeLessThan(1e-4);
  }
});

test("a full disk is told in a sentence, and nothing half written stays", async (context) => {
  const folder = mountSmallDisk();
  if (folder === undefined) return context.skip("needs the right to mount a tmpfs");
  const modelFile = path.join(buildFolder(), "small.pth");
  await writeSmallCheckpoint(modelFile);
  const file = path.join(folder, "detector.onnx");
  const exporting = runJobInline(exportModel, { modelFile, card: SMALL_NETWORK_CARD, file }, {});
  await expect(exporting).rejects.toThrow(
    `The disk is full, and detector.onnx was not written; room for a file as large as the model was expected in ${folder}.`,
  );
  expect(readdirSync(folder)).toEqual([]);
});

const hasOnnx = existsSync(PYTHON) && existsSync("/usr/lib/python3/dist-packages/onnx");

test.skipIf(!hasOnnx).each(["fasterrcnn-v2", "retinanet-v1"])(
  "the checker of python's onnx passes %s (needs python3-onnx)",
  { timeout: 60_000 },
  async (name) => {
    const { file } = await exportDrawn(
      NETWORKS.find(([each]) => each === name)!,
      SMALL_NETWORK_CARD,
    );
    const program = "import onnx, sys; onnx.checker.check_model(sys.argv[1], full_check=True); print('passed')";
    expect(execFileSync(PYTHON, ["-c", program, file], { encoding: "utf8" })).toBe("passed\n");
  },
);
