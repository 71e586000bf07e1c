/** @file Addresses of bulk bytes: what the byte service answers to, and what the browser host takes in. */
import { z } from "zod";
import type { Box } from "../domain/box";
import type { ExplanationId, InstanceId, RunId } from "../domain/identifiers";

/** Stored pixel values of one frame (0 is the first), little-endian, row by row: Uint8, Uint16 or Int16 as the
 * instance's pixel description says. */
export function framePath(instanceId: InstanceId, frame: number): string {
  return `/frames/${encodeURIComponent(instanceId)}/${frame}`;
}

/** A WebP picture of the image, windowed as the header asks, `sizePx` at its longer side; cut around a box if given. */
export function thumbnailPath(instanceId: InstanceId, sizePx: number, around?: Box): string {
  const cut = around
    ? `&box=${[around.x1, around.y1, around.x2, around.y2].map((value) => value.toFixed(1)).join(",")}`
    : "";
  return `/thumbnails/${encodeURIComponent(instanceId)}?size=${sizePx}${cut}`;
}

/** All detections and reference boxes of a run in one table, see run-table.ts. */
export function runTablePath(runId: RunId): string {
  return `/runs/${encodeURIComponent(runId)}/table`;
}

/** The detections of a run with its reference boxes as a file to keep: JSON that `overread evaluate` reads, or a table. */
export function runExportPath(runId: RunId, format: "json" | "csv" = "json"): string {
  return `/runs/${encodeURIComponent(runId)}/detections.${format}`;
}

/** The values of a heat map, float32 from 0 to 1, little-endian, row by row: as many as its `Explanation` has rows times
 * columns. */
export function mapPath(explanationId: ExplanationId): string {
  return `/maps/${encodeURIComponent(explanationId)}`;
}

/** The problems of an import as a CSV file to keep. */
export function importReportPath(datasetId: string): string {
  return `/datasets/${encodeURIComponent(datasetId)}/problems.csv`;
}

/** PUT here: one file that was dropped on the page of the browser host, whose path on the back end's machine is answered
 * as UploadedFile. Files of one upload lie beside each other. */
export function uploadPath(uploadId: string, name: string): string {
  return `${uploadFolderPath(uploadId)}/${encodeURIComponent(name)}`;
}

/** DELETE here: everything of one upload. */
export function uploadFolderPath(uploadId: string): string {
  return `/uploads/${encodeURIComponent(uploadId)}`;
}

export const UploadedFile = z.object({ file: z.string(), fileBytes: z.int().nonnegative() });
export type UploadedFile = z.infer<typeof UploadedFile>;
