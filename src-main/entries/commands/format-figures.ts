/** @file The figures of an evaluation as a table for people. */
import { z } from "zod";
import { formatTable } from "./format-table";

const Figure = z.number().nullish();

/** The figures that the table shows; all others are in the JSON. */
const Shown = z.object({
  images: z.number(),
  groundTruth: z.number(),
  predictions: z.number(),
  notebookEvaluate: z.record(z.string(), z.object({ precision: Figure, recall: Figure, mean_iou: Figure })).optional(),
  coco: z.record(z.string(), Figure).optional(),
  falsePositiveCount: Figure,
  falseNegativeCount: Figure,
});

export function formatFigures(figures: Readonly<Record<string, unknown>>): string {
  const shown = Shown.parse(figures);
  const counts = formatTable({
    rows: [
      ["Images", shown.images],
      ["Reference boxes", shown.groundTruth],
      ["Detections", shown.predictions],
      ["False positives", shown.falsePositiveCount ?? undefined],
      ["Misses", shown.falseNegativeCount ?? undefined],
    ],
  });
  const averages = formatTable({
    head: ["Mean over images", "Precision", "Recall", "Mean IoU"],
    rows: Object.entries(shown.notebookEvaluate ?? {}).map(([setting, { precision, recall, mean_iou: meanIou }]) => [
      describeSetting(setting),
      formatShare(precision),
      formatShare(recall),
      formatShare(meanIou),
    ]),
  });
  const coco = formatTable({
    head: ["COCO", ""],
    rows: Object.entries(shown.coco ?? {}).map(([name, value]) => [name, formatShare(value)]),
  });
  return [counts, averages, coco].join("\n\n");
}

/** "iou0.4_conf0.7" is the key that the reference files use. */
function describeSetting(setting: string): string {
  const groups = /^iou(?<iou>[\d.]+)_conf(?<score>[\d.]+)$/u.exec(setting)?.groups;
  return groups ? `IoU ≥ ${groups["iou"]}, score ≥ ${groups["score"]}` : setting;
}

/** COCO writes −1 for a figure that is not defined. */
function formatShare(value: number | null | undefined): string {
  return value === undefined || value === null || value < 0 ? "–" : value.toFixed(4);
}
