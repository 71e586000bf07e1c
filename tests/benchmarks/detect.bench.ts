/** @file How fast the shipped detector runs, decoding and post-processing included, beside torchvision with the same
 * weights and threads; and whether its memory stays flat over a thousand images. */
import { fileURLToPath } from "node:url";
import { test } from "vitest";
import { shippedModels } from "../../src-main/data/models/shipped-models";
import { detect } from "../../src-main/jobs/detect";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import { buildImagedStore } from "../builders/build-imaged-store";
import { buildRun } from "../builders/build-store";
import { timeCompactNetwork } from "../builders/torchvision";
import { type Measurement, printTable } from "./print-table";
import { hasReferenceData, radiographs } from "./reference-data";

const IMAGES = 40;
const MANY_IMAGES = 1000;
const RESOURCES = fileURLToPath(new URL("../../resources", import.meta.url));

test.skipIf(!hasReferenceData)("detect", async () => {
  const torchSeconds = timeCompactNetwork();
  const { seconds } = await detectOn(IMAGES);
  const row: Measurement = {
    what: `one detection (mean of ${IMAGES}, decoding and post-processing included)`,
    measured: `${seconds.toFixed(3)} s (wanted: ≤ 0.7 of torchvision)`,
    beside: torchSeconds === undefined ? "torchvision is not installed" : `${torchSeconds.toFixed(3)} s torchvision`,
    ...(torchSeconds !== undefined && { ratio: seconds / torchSeconds }),
  };
  printTable([row]);
});

test.skipIf(!hasReferenceData)("memory over a thousand images", async () => {
  const { memory } = await detectOn(MANY_IMAGES);
  const megabytesAfter = (images: number): number => memory.find(({ after }) => after >= images)!.megabytes;
  printTable([
    {
      what: "resident memory after 1,000 images",
      measured: `${memory.at(-1)!.megabytes.toFixed(0)} MB (wanted: flat)`,
      beside: `${megabytesAfter(200).toFixed(0)} MB after 200, ${megabytesAfter(600).toFixed(0)} MB after 600`,
      ratio: memory.at(-1)!.megabytes / megabytesAfter(200),
    },
  ]);
});

interface Detected {
  readonly seconds: number;
  readonly memory: readonly { readonly after: number; readonly megabytes: number }[];
}

async function detectOn(count: number): Promise<Detected> {
  const files = await radiographs(count);
  const [model] = await shippedModels(RESOURCES);
  const memory: { after: number; megabytes: number }[] = [];
  let spent = 0;
  let images = 0;
  // There are fewer files than a thousand: they are run again, each time in a project of its own.
  while (images < count) {
    const { store, folder } = await buildImagedStore(files.slice(0, count - images));
    const runId = await buildRun(store);
    const before = images;
    const output = await runJobInline(
      detect,
      { runId, modelFile: model!.file, card: model!.card, device: "cpu" },
      {
        store,
        projectFolder: folder,
        onProgress: ({ done }) => memory.push({ after: before + done, megabytes: process.memoryUsage.rss() / 1e6 }),
      },
    );
    spent += output.seconds;
    images += output.images;
  }
  return { seconds: spent / images, memory };
}
