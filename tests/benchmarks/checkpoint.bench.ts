/** @file How long a torchvision checkpoint takes to become a ready detector, what that holds, and how fast it then is,
 * beside torchvision with the same weights, image and threads. Each is measured in a process of its own. */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { CARD_PRESETS, TORCHVISION_CARD } from "../../src-main/data/models/card-presets";
import type { ModelCard } from "../../src-shared/domain/model";
import { buildNumpyFile, buildPatternedImage } from "../builders/build-numpy-file";
import { buildWorker, type BuiltWorker } from "../builders/build-worker";
import { printTable } from "./print-table";
import { hasReferenceData, MODELS } from "./reference-data";
import { makeFullNetwork, timeCompactNetwork, timeFullNetwork } from "../builders/torchvision";

const SIDE_PX = 256;
const Timed = z.object({
  openSeconds: z.number(),
  openPeakBytes: z.number(),
  imageSeconds: z.number(),
  peakBytes: z.number(),
});
type Timed = z.infer<typeof Timed>;

let folder: string;
let program: BuiltWorker;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "overread-bench-"));
  program = await buildWorker("tests/fixtures/workers/time-detector.ts");
  const image = buildPatternedImage(SIDE_PX);
  await writeFile(join(folder, "image.f32"), image);
  await writeFile(join(folder, "image.npy"), buildNumpyFile(image, [3, SIDE_PX, SIDE_PX]));
});

afterAll(async () => {
  await program.remove();
  await rm(folder, { recursive: true, force: true });
});

test.skipIf(!hasReferenceData)("a compact checkpoint", async () => {
  const torchSeconds = timeCompactNetwork();
  const size = { minSizePx: SIDE_PX, maxSizePx: SIDE_PX };
  const timed = await timeDetector(join(MODELS, "compact-frcnn/compact-frcnn.pth"), {
    ...TORCHVISION_CARD,
    convention: "checkpoint",
    network: size,
  });
  print("compact checkpoint (33 MB), 256 px", timed, torchSeconds);
});

test.skipIf(!hasReferenceData)("a full-size checkpoint", async () => {
  const checkpoint = makeFullNetwork(join(folder, "image.npy"), folder);
  if (checkpoint === undefined) return console.info("The full-size checkpoint is made by torchvision; none is here.");
  const torchSeconds = timeFullNetwork(checkpoint, join(folder, "image.npy"));
  const preset = CARD_PRESETS.find(({ card }) => card.convention === "checkpoint")!;
  print("full-size checkpoint (173 MB), 800 px", await timeDetector(checkpoint, preset.card), torchSeconds);
});

async function timeDetector(checkpoint: string, card: ModelCard): Promise<Timed> {
  const cardFile = join(folder, "card.json");
  await writeFile(cardFile, JSON.stringify(card));
  const args = [program.file, checkpoint, cardFile, join(folder, "image.f32"), String(SIDE_PX)];
  return Timed.parse(JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })));
}

function print(what: string, timed: Timed, torchSeconds: number | undefined): void {
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
  printTable([
    {
      what: `${what}: file to ready session`,
      measured: `${timed.openSeconds.toFixed(2)} s, peak ${megabytes(timed.openPeakBytes)}`,
      beside: "wanted: ≤ 6 s and ≤ 1,200 MB",
    },
    {
      what: `${what}: one detection (median)`,
      measured: `${timed.imageSeconds.toFixed(3)} s, peak ${megabytes(timed.peakBytes)} (wanted: ≤ 0.7 of torchvision)`,
      beside: torchSeconds === undefined ? "torchvision is not installed" : `${torchSeconds.toFixed(3)} s torchvision`,
      ...(torchSeconds !== undefined && { ratio: timed.imageSeconds / torchSeconds }),
    },
  ]);
}
