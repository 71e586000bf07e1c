/** @file How long a heat map of the compact checkpoint takes, detection included, beside one detection alone and beside
 * pytorch-grad-cam's way with the same weights, image and threads; and whether memory stays flat over two hundred maps. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "vitest";
import { decodeFrame } from "../../src-main/data/dicom/frame";
import { toGreyImage } from "../../src-main/data/dicom/grey-image";
import { shippedModels } from "../../src-main/data/models/shipped-models";
import { mapOfLayer } from "../../src-main/detection/explanation/scale-map";
import { prepareInput, type PreparedInput } from "../../src-main/detection/preprocessing/prepare-input";
import { openDetector } from "../../src-main/jobs/detectors/open-detector";
import type { Explainer } from "../../src-main/jobs/explainers/explainer";
import { openExplainer } from "../../src-main/jobs/explainers/open-explainer";
import { ortSessions } from "../../src-main/jobs/runtime/ort-sessions";
import type { ModelCard } from "../../src-shared/domain/model";
import { buildNumpyFile } from "../builders/build-numpy-file";
import { recordingLog } from "../builders/recording-log";
import { timeGradCam } from "../builders/torchvision";
import { median, printTable } from "./print-table";
import { hasReferenceData, MODELS, radiographs } from "./reference-data";

const LAYERS = ["layer1", "layer2", "layer3", "layer4"];
const SIDE_PX = 256;
const TIMES = 9;
const MANY_MAPS = 200;

test.skipIf(!hasReferenceData)("a map, detection included", async () => {
  const [input] = await preparedImages(1);
  const torch = await askTorch(input!);
  const { detector, explainer } = await open();
  const seconds = new Map<string, number[]>();
  // In turns, so that what else the machine does falls on all of them alike.
  for (let turn = 0; turn <= TIMES; turn++) {
    const timings = [await timed(() => detector.detect(input!))];
    for (const layer of LAYERS) timings.push(await timed(() => makeMap(explainer, input!, layer)));
    // The first turn opens the way back.
    if (turn > 0) for (const [index, what] of ["detection", ...LAYERS].entries()) seconds.set(what, [...(seconds.get(what) ?? []), timings[index]!]); // prettier-ignore
  }
  await detector.release();
  await explainer.release();
  const detection = median(seconds.get("detection")!);
  const rows = LAYERS.map((layer) => {
    const own = median(seconds.get(layer)!);
    const theirs = torch?.get(layer);
    return [
      {
        what: `Grad-CAM at ${layer}, detection included`,
        measured: `${own.toFixed(3)} s (wanted: ≤ 2 of a detection)`,
        beside: `${detection.toFixed(3)} s one detection`,
        ratio: own / detection,
      },
      {
        what: `Grad-CAM at ${layer}, detection included`,
        measured: `${own.toFixed(3)} s (wanted: ≤ 1 of pytorch-grad-cam)`,
        beside: theirs === undefined ? "torchvision is not installed" : `${theirs.toFixed(3)} s pytorch-grad-cam's way`,
        ...(theirs !== undefined && { ratio: own / theirs }),
      },
    ];
  });
  printTable(rows.flat());
});

test.skipIf(!hasReferenceData)("memory over two hundred maps", async () => {
  const inputs = await preparedImages(10);
  const { detector, explainer } = await open();
  await detector.release();
  const megabytes: number[] = [];
  for (let map = 0; map < MANY_MAPS; map++) {
    await makeMap(explainer, inputs[map % inputs.length]!, LAYERS[map % LAYERS.length]!);
    megabytes.push(process.memoryUsage.rss() / 1e6);
  }
  await explainer.release();
  const after = (maps: number): number => megabytes[maps - 1]!;
  printTable([
    {
      what: `resident memory after ${MANY_MAPS} maps`,
      measured: `${after(MANY_MAPS).toFixed(0)} MB (wanted: flat)`,
      beside: `${after(10).toFixed(0)} MB after 10, ${after(100).toFixed(0)} MB after 100`,
      ratio: after(MANY_MAPS) / after(100),
    },
  ]);
});

async function compactCard(): Promise<ModelCard> {
  const [shipped] = await shippedModels(fileURLToPath(new URL("../../resources", import.meta.url)));
  return { ...shipped!.card, convention: "checkpoint", network: { minSizePx: SIDE_PX, maxSizePx: SIDE_PX } };
}

async function open() {
  const log = recordingLog();
  const context = { sessions: ortSessions({ log }), log };
  const file = join(MODELS, "compact-frcnn/compact-frcnn.pth");
  const source = { file, card: await compactCard(), device: "cpu", precision: "single" } as const;
  return { detector: await openDetector(source, context), explainer: await openExplainer(source, context) };
}

async function preparedImages(count: number): Promise<readonly PreparedInput[]> {
  const { input } = await compactCard();
  const files = await radiographs(count);
  return Promise.all(
    files.map(async (file) => prepareInput(toGreyImage(await decodeFrame(await readFile(file), file)), input)),
  );
}

/** The notebook's target, the sum of all scores; where nothing is found, the first region's. */
async function makeMap(explainer: Explainer, input: PreparedInput, layer: string): Promise<void> {
  const look = await explainer.look(input);
  const chosen = look.sources.length > 0 ? Array.from(look.sources) : [0];
  const view = (await look.gradients(chosen, [layer])).get(layer)!;
  const size = { rows: SIDE_PX, columns: SIDE_PX };
  mapOfLayer("grad-cam", view, { input: size, part: { row: 0, column: 0, ...size } });
}

async function askTorch({ data, shape }: PreparedInput): Promise<ReadonlyMap<string, number> | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "overread-bench-"));
  try {
    const file = join(folder, "image.npy");
    await writeFile(file, buildNumpyFile(data, shape));
    return timeGradCam(file, LAYERS);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1000;
}
