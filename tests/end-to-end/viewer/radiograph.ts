/** @file A radiograph of the sample with boxes of every outcome, for tests of what the viewer shows. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import type { OverlayLayer } from "../../../src-renderer/viewer/viewer-image";
import type { SyntheticImage } from "./page/synthetic-image";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Three reference boxes stand in labels.csv for this one. */
const PATIENT = "85d594b2-bfec-4a82-a67d-79b59ebed297";

export const RADIOGRAPH_LAYERS: readonly OverlayLayer[] = [
  {
    kind: "reference",
    findings: [
      { id: "r1", label: "Reference", status: "matched", box: { x1: 331, y1: 93, x2: 499, y2: 390 } },
      { id: "r2", label: "Reference", status: "matched", box: { x1: 230, y1: 413, x2: 468, y2: 622 } },
      { id: "r3", label: "Reference", status: "unmatched", box: { x1: 140, y1: 658, x2: 403, y2: 827 } },
    ],
  },
  {
    kind: "detections",
    findings: [
      { id: "d1", label: "Pneumonia", score: 0.87, status: "matched", box: { x1: 320, y1: 110, x2: 480, y2: 402 } },
      { id: "d2", label: "Pneumonia", score: 0.61, status: "matched", box: { x1: 251, y1: 398, x2: 490, y2: 600 } },
      { id: "d3", label: "Pneumonia", score: 0.42, status: "unmatched", box: { x1: 640, y1: 330, x2: 850, y2: 700 } },
      { id: "d4", label: "Pneumonia", score: 0.31, status: "unmatched", box: { x1: 628, y1: 352, x2: 861, y2: 640 } },
    ],
  },
];

/** The stored JPEG of a sample, decoded by another library than the product's. */
export async function radiograph(): Promise<SyntheticImage> {
  const file = readFileSync(at(`../../../resources/sample/images/${PATIENT}.dcm`));
  const jpeg = file.subarray(file.indexOf(Buffer.from([0xff, 0xd8, 0xff])));
  const { data, info } = await sharp(jpeg).greyscale().raw().toBuffer({ resolveWithObject: true });
  return {
    instanceId: PATIENT,
    columns: info.width,
    rows: info.height,
    ground: 0,
    rectangle: { x1: 0, y1: 0, x2: 0, y2: 0, value: 0 },
    values: data.toString("base64"),
  };
}
