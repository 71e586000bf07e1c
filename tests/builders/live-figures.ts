/** @file Detections with the figures that scikit-learn and NumPy gave for them, where the detections are at hand. */
import { existsSync, readFileSync } from "node:fs";
import type { RunTable } from "../../src-shared/contract/run-table";
import { runTableOfFile } from "./run-table-of-file";

export interface LiveFigures {
  /** At LUNA16's rates, IoU 0.5. */
  readonly sensitivities: readonly number[];
  readonly cpm: number;
  readonly auc: number;
  /** Counts of detections in 50 bins of scores. */
  readonly right: readonly number[];
  readonly wrong: readonly number[];
  /** Of reference areas; found at score 0.5, IoU 0.5. */
  readonly quartiles: {
    readonly edges: readonly number[];
    readonly references: readonly number[];
    readonly found: readonly number[];
  };
}

const FIXTURES = new URL("../fixtures/", import.meta.url);
const DETECTIONS = [
  new URL("evaluation/detections-7.json", FIXTURES),
  new URL("../../../shared/oracles/evaluation/detections-11.json", FIXTURES),
];

/** [name, run, figures] */
export function readLiveFigures(): readonly (readonly [string, RunTable, LiveFigures])[] {
  const expected = JSON.parse(
    readFileSync(new URL("live-figures/expected.json", FIXTURES), "utf8"),
  ) as readonly LiveFigures[];
  return DETECTIONS.flatMap((file, index) =>
    existsSync(file) ? [[file.pathname.split("/").at(-1)!, runTableOfFile(file), expected[index]!] as const] : [],
  );
}
