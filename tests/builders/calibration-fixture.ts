/** @file Reads what scikit-learn and SciPy say of the calibration of scores. */
import { readFileSync } from "node:fs";

export interface CalibrationCase {
  readonly name: string;
  readonly scores: readonly number[];
  readonly verdicts: readonly number[];
  readonly curves: readonly {
    readonly strategy: "uniform" | "quantile";
    readonly bins: number;
    readonly shareRight: readonly number[];
    readonly meanScore: readonly number[];
  }[];
  readonly quantiles: Readonly<Record<string, number>>;
  readonly fits: {
    readonly temperature: number;
    readonly logistic: Slope & { readonly sklearn: Slope };
    readonly beta: { readonly a: number; readonly b: number; readonly c: number };
    readonly isotonic: Readonly<Record<"scores" | "shares" | "probes" | "answers", readonly number[]>>;
  };
}

interface Slope {
  readonly slope: number;
  readonly intercept: number;
}

/** Detections with a place and a size, in shares of the image. */
export interface SpreadDetections {
  readonly verdicts: readonly number[];
  /** Score, centre x and y, width, height: [D] each. */
  readonly columns: readonly (readonly number[])[];
  readonly errors: readonly {
    readonly bins: number;
    readonly fewestInBin: number;
    /** So many of the columns were binned. */
    readonly dimensions: number;
    readonly error: number;
  }[];
}

export function readCalibrationCases(): readonly CalibrationCase[] {
  return readFixture().cases;
}

export function readSpreadDetections(): SpreadDetections {
  return readFixture().spread;
}

function readFixture(): { readonly cases: readonly CalibrationCase[]; readonly spread: SpreadDetections } {
  const file = new URL("../fixtures/calibration/calibration.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as ReturnType<typeof readFixture>;
}
