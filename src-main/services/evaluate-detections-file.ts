/** @file Evaluates a file of detections with reference boxes outside any project. */
import { setImmediate } from "node:timers/promises";
import { Failure } from "../../src-shared/domain/failure";
import type { MatchThresholds } from "../../src-shared/matching/match-run";
import { writeAllFigures, type AllFigures } from "../detection/evaluation/all-figures";
import { bootstrapFigures } from "../detection/evaluation/bootstrap-figures";
import type { EvaluationTable } from "../detection/evaluation/evaluation-table";
import { furtherFigures } from "../detection/evaluation/further-figures";
import { measureDetections } from "../detection/evaluation/measure-detections";
import { parseEvaluationTable } from "../detection/evaluation/parse-evaluation-table";
import { readJsonFile } from "./files/read-json-file";

interface FileEvaluation extends MatchThresholds {
  readonly resamples: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** @throws {Failure} `not-found`, or `invalid-input` when the file holds something else. */
export async function evaluateDetectionsFile(
  file: string,
  { signal, resamples, seed, ...thresholds }: FileEvaluation,
): Promise<AllFigures> {
  const json = await readJsonFile(file, "a file of detections with reference boxes");
  const table = parseNamed(file, json);
  const tables = { table, shown: table };
  const certainty = await bootstrapFigures(tables, thresholds, {
    resamples,
    seed,
    pause: async () => {
      await setImmediate();
      signal?.throwIfAborted();
    },
  });
  return writeAllFigures(measureDetections(table), furtherFigures(tables, thresholds), certainty);
}

function parseNamed(file: string, json: unknown): EvaluationTable {
  try {
    return parseEvaluationTable(json);
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    throw new Failure(cause.code, `In ${file}, ${cause.message}`, { cause });
  }
}
