/** @file Evaluates a file of detections with reference boxes outside any project. */
import { Failure } from "../../src-shared/domain/failure";
import type { MatchThresholds } from "../../src-shared/matching/match-run";
import { writeAllFigures, type AllFigures } from "../detection/evaluation/all-figures";
import type { EvaluationTable } from "../detection/evaluation/evaluation-table";
import { furtherFigures } from "../detection/evaluation/further-figures";
import { measureDetections } from "../detection/evaluation/measure-detections";
import { parseEvaluationTable } from "../detection/evaluation/parse-evaluation-table";
import { readJsonFile } from "./files/read-json-file";

/** @throws {Failure} `not-found`, or `invalid-input` when the file holds something else. */
export async function evaluateDetectionsFile(file: string, thresholds: MatchThresholds): Promise<AllFigures> {
  const table = await readTable(file);
  return writeAllFigures(measureDetections(table), furtherFigures({ table, shown: table }, thresholds));
}

/** On its own, so that the JSON, which is many times as large as the table, is gone when figures are computed. */
async function readTable(file: string): Promise<EvaluationTable> {
  return parseNamed(file, await readJsonFile(file, "a file of detections with reference boxes"));
}

function parseNamed(file: string, json: unknown): EvaluationTable {
  try {
    return parseEvaluationTable(json);
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    throw new Failure(cause.code, `In ${file}, ${cause.message}`, { cause });
  }
}
