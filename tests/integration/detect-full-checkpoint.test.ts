/** @file A full-size torchvision network with random weights against torchvision's own answer to the same image. */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { CARD_PRESETS } from "../../src-main/data/models/card-presets";
import { openDetector } from "../../src-main/jobs/detectors/open-detector";
import { ortSessions } from "../../src-main/jobs/runtime/ort-sessions";
import { buildNumpyFile, buildPatternedImage } from "../builders/build-numpy-file";
import { recordingLog } from "../builders/recording-log";
import { makeFullNetwork, PYTHON } from "../builders/torchvision";
import { MODELS } from "../benchmarks/reference-data";

const SIDE_PX = 256;
const Expected = z.object({
  boxes: z.array(z.array(z.number())),
  scores: z.array(z.number()),
  labels: z.array(z.number()),
});

test.skipIf(!existsSync(MODELS) || !existsSync(PYTHON))(
  "a full-size checkpoint answers as torchvision does (skipped without ../shared or Debian's Python)",
  { timeout: 300_000 },
  async (context) => {
    const folder = await mkdtemp(join(tmpdir(), "overread-full-"));
    try {
      const image = buildPatternedImage(SIDE_PX);
      const imageFile = join(folder, "image.npy");
      await writeFile(imageFile, buildNumpyFile(image, [3, SIDE_PX, SIDE_PX]));
      const checkpoint = makeFullNetwork(imageFile, folder);
      if (checkpoint === undefined) return context.skip("python3-torchvision is not installed");
      const expected = Expected.parse(JSON.parse(await readFile(join(folder, "full-expected.json"), "utf8")));

      const found = await detectWith(checkpoint, image);

      expect(expected.scores.length).toBeGreaterThan(0);
      expect(found.scores.length).toBe(expected.scores.length);
      // Random weights bring scores that differ in the seventh digit: order among them is not compared, boxes are.
      for (const [index, box] of expected.boxes.entries()) {
        const partner = nearest(box, found.boxes);
        expect(partner.px, `box ${index}`).toBeLessThan(0.1);
        expect(Math.abs(found.scores[partner.index]! - expected.scores[index]!)).toBeLessThan(1e-3);
        expect(Number(found.labels[partner.index])).toBe(expected.labels[index]);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

async function detectWith(file: string, data: Float32Array<ArrayBuffer>) {
  const { card } = CARD_PRESETS.find((preset) => preset.card.convention === "checkpoint")!;
  const log = recordingLog();
  const source = { file, card, device: "cpu", precision: "single" } as const;
  const detector = await openDetector(source, { sessions: ortSessions({ log }), log });
  try {
    const place = { scaleX: 1, scaleY: 1, offsetXPx: 0, offsetYPx: 0 };
    return await detector.detect({ data, shape: [3, SIDE_PX, SIDE_PX], ...place });
  } finally {
    await detector.release();
  }
}

function nearest(box: readonly number[], boxes: Float32Array): { readonly index: number; readonly px: number } {
  let best = { index: -1, px: Infinity };
  for (let index = 0; index < boxes.length / 4; index++) {
    const px = Math.max(...box.map((value, corner) => Math.abs(value - boxes[4 * index + corner]!)));
    if (px < best.px) best = { index, px };
  }
  return best;
}
