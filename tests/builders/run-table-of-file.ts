/** @file Reads a file of detections with one class into the table of a run. */
import { readFileSync } from "node:fs";
import { DetectionsFile } from "../../src-shared/contract/detections-file";
import type { RunTable } from "../../src-shared/contract/run-table";
import { runTableOf } from "./arbitrary-images";

export function runTableOfFile(file: URL): RunTable {
  const { images, groundTruth, predictions } = DetectionsFile.parse(JSON.parse(readFileSync(file, "utf8")));
  return runTableOf(
    images.map(({ id }) => ({
      id,
      references: groundTruth.filter(({ image }) => image === id).map(labelled),
      detections: predictions
        .filter(({ image }) => image === id)
        .map((row) => ({ ...labelled(row), score: row.score }))
        .toSorted((a, b) => b.score - a.score),
    })),
  );
}

function labelled({ box: [x1, y1, x2, y2] }: DetectionsFile["groundTruth"][number]) {
  return { box: { x1, y1, x2, y2 }, label: "nodule" };
}
