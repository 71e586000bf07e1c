/** @file The shipped detector and its checkpoint over real radiographs against torchvision's own detections.
 *
 * A dozen validation images, or all 114 with OVERREAD_FULL=1. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";
import { cardOfExport } from "../../src-main/data/models/card-in-metadata";
import { readRun, readRunDetections } from "../../src-main/data/store/runs";
import { shippedModels } from "../../src-main/data/models/shipped-models";
import { detect } from "../../src-main/jobs/detect";
import { exportModel } from "../../src-main/jobs/export-model";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import type { ModelCard } from "../../src-shared/domain/model";
import { buildImagedStore } from "../builders/build-imaged-store";
import { buildFolder, buildRun } from "../builders/build-store";

const at = (place: string): string => fileURLToPath(new URL(`../../${place}`, import.meta.url));
const images = at("../shared/data/rsna-mini/images");
const expectedFile = at("../shared/models/compact-frcnn/expected-detections-val.json");
const isFull = process.env["OVERREAD_FULL"] === "1";
/** Edge of an image over the edge of the frame that torchvision's boxes are in. */
const IMAGE_PX_PER_FRAME_PX = 1024 / 256;

const Expected = z.object({
  detections: z.record(
    z.string(),
    z.object({ boxes: z.array(z.array(z.number())), scores: z.array(z.number()), labels: z.array(z.number()) }),
  ),
});

interface Scored {
  /** Corners in pixels of the 256 × 256 frame. */
  readonly corners: readonly number[];
  readonly score: number;
}

interface Agreement {
  /** Detections of either side with a partner within half a pixel and 0.01 in score, and without. */
  agreed: number;
  alone: number;
  worstPx: number;
  worstScore: number;
}

function compare(found: readonly Scored[], expected: readonly Scored[], agreement: Agreement): void {
  for (const detection of found) {
    const partner = expected
      .map(({ corners, score }) => ({
        px: Math.max(...corners.map((value, corner) => Math.abs(value - detection.corners[corner]!))),
        score: Math.abs(score - detection.score),
      }))
      .toSorted((a, b) => a.px - b.px)[0];
    if (!partner || partner.px > 0.5 || partner.score > 0.01) {
      agreement.alone += 1;
      continue;
    }
    agreement.agreed += 1;
    agreement.worstPx = Math.max(agreement.worstPx, partner.px);
    agreement.worstScore = Math.max(agreement.worstScore, partner.score);
  }
}

interface Tried {
  readonly what: string;
  readonly modelFile: string;
  readonly card: ModelCard;
  readonly isExported?: true;
}

const [shipped] = await shippedModels(at("resources"));
const exported: Tried = { what: "the exported model", modelFile: shipped!.file, card: shipped!.card };
const checkpoint: Tried = {
  what: "the checkpoint",
  modelFile: at("../shared/models/compact-frcnn/compact-frcnn.pth"),
  card: { ...shipped!.card, convention: "checkpoint", network: { minSizePx: 256, maxSizePx: 256 } },
};

const ownExport: Tried = {
  what: "the program's own export",
  modelFile: checkpoint.modelFile,
  card: checkpoint.card,
  isExported: true,
};

/** One graph of the checkpoint, and its card. */
async function exportFirst({ modelFile, card }: Tried): Promise<Pick<Tried, "modelFile" | "card">> {
  const file = path.join(buildFolder(), "own.onnx");
  await runJobInline(exportModel, { modelFile, card, file }, {});
  return { modelFile: file, card: cardOfExport(card) };
}

test.skipIf(!existsSync(expectedFile)).each([exported, checkpoint, ownExport])(
  "torchvision's detections are found again by $what, all of them and no other, to float32's noise",
  { timeout: 600_000 },
  async (tried) => {
    const { what } = tried;
    const { modelFile, card } = tried.isExported ? await exportFirst(tried) : tried;
    const expected = Expected.parse(JSON.parse(readFileSync(expectedFile, "utf8"))).detections;
    const patients = Object.keys(expected).slice(0, isFull ? undefined : 12);
    const { store, ids, folder } = await buildImagedStore(patients.map((patient) => `${images}/${patient}.dcm`));
    const runId = await buildRun(store);
    const output = await runJobInline(
      detect,
      { runId, modelFile, card, device: "cpu" },
      { store, projectFolder: folder },
    );

    expect(await readRun(store, runId)).toMatchObject({
      imagesDone: patients.length,
      imagesFailed: 0,
      provider: "cpu",
    });
    const agreement: Agreement = { agreed: 0, alone: 0, worstPx: 0, worstScore: 0 };
    for (const [index, patient] of patients.entries()) {
      const found = (await readRunDetections(store, runId, ids[index]!)).map(({ box, score }) => ({
        corners: [box.x1, box.y1, box.x2, box.y2].map((value) => value / IMAGE_PX_PER_FRAME_PX),
        score,
      }));
      const { boxes, scores } = expected[patient]!;
      const reference = boxes.map((corners, rank) => ({ corners, score: scores[rank]! }));
      compare(found, reference, agreement);
      compare(reference, found, agreement);
    }
    const share = agreement.agreed / (agreement.agreed + agreement.alone);
    console.info(
      `${what}: ${patients.length} images in ${output.seconds.toFixed(1)} s, ${(share * 100).toFixed(1)} % agree:`,
      agreement,
    );
    // What agrees does so to float32's noise: the pixels that go in are the notebook's, number for number.
    expect(agreement.worstPx).toBeLessThan(1e-3);
    expect(agreement.worstScore).toBeLessThan(1e-4);
    // All of them, ties included: the graph as it was exported, whose TopK takes the lowest index among equal scores,
    // finds 92.7 %.
    expect(share).toBe(1);
  },
);
