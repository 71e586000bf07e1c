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
  const json = await readJsonFile(file, "a file of detections with reference boxes");
  const table = parseNamed(file, json);
  return writeAllFigures(measureDetections(table), furtherFigures({ table, shown: table }, thresholds));
}

function parseNamed(file: string, json: unknown): EvaluationTable {
  try {
    return parseEvaluationTable(json);
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    throw new Failure(cause.code, `In ${file}, ${cause.message}`, { cause });
  }
}
