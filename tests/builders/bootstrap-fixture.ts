/** @file Reads what NumPy and scikit-learn say of resampled patients, with the tables that they say it of. */
import { readFileSync } from "node:fs";
import type { EvaluationTable } from "../../src-main/detection/evaluation/evaluation-table";
import type { HeadlineFigure } from "../../src-shared/domain/evaluation";

interface DrawnImage {
  readonly patientId: string;
  readonly references: number;
}

/** Score, and which reference it lies on exactly; null: far from all. */
type DrawnDetection = readonly [number, number | null];

interface BootstrapFixture {
  readonly resamples: number;
  readonly seed: number;
  readonly scoreThreshold: number;
  readonly patients: number;
  readonly images: readonly DrawnImage[];
  readonly models: Readonly<Record<"left" | "right", readonly (readonly DrawnDetection[])[]>>;
  readonly expected: Readonly<Record<HeadlineFigure, ExpectedFigure>>;
}

export interface ExpectedFigure {
  readonly left: number;
  readonly right: number;
  readonly leftInterval: readonly [number, number];
  readonly differenceInterval: readonly [number, number];
  readonly pValue: number;
}

export function readBootstrapFixture(): BootstrapFixture {
  const file = new URL("../fixtures/bootstrap/bootstrap.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as BootstrapFixture;
}

const SIDE_PX = 20;

/** References stand in a row from the left, detections on one of them or at the lower edge. */
export function tableOfModel({ images, models }: BootstrapFixture, model: "left" | "right"): EvaluationTable {
  const drawn = models[model];
  return {
    head: {
      labels: ["opacity"],
      images: images.map(({ patientId, references }, image) => ({
        id: `image-${image}`,
        patientId,
        widthPx: 400,
        heightPx: 400,
        detections: drawn[image]!.length,
        references,
      })),
      detectionLabels: drawn.flatMap((detections) => detections.map(() => 0)),
      referenceLabels: images.flatMap(({ references }) => Array.from({ length: references }, () => 0)),
    },
    detections: Float64Array.from(
      drawn.flatMap((detections) =>
        detections.flatMap(([score, slot], index) => [...(slot === null ? boxAt(index, 300) : boxAt(slot, 0)), score]),
      ),
    ),
    references: Float64Array.from(
      images.flatMap(({ references }) => Array.from({ length: references }, (_, slot) => boxAt(slot, 0)).flat()),
    ),
  };
}

function boxAt(slot: number, top: number): readonly number[] {
  const left = slot * SIDE_PX * 2;
  return [left, top, left + SIDE_PX, top + SIDE_PX];
}
