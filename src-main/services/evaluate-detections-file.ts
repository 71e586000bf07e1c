/** @file Evaluates a file of detections with reference boxes outside any project. */
import { Failure } from "../../src-shared/domain/failure";
import type { EvaluationTable } from "../detection/evaluation/evaluation-table";
import { evaluateDetections, type EvaluationFigures } from "../detection/evaluation/figures";
import { parseEvaluationTable } from "../detection/evaluation/parse-evaluation-table";
import { readJsonFile } from "./files/read-json-file";

/** @throws {Failure} `not-found`, or `invalid-input` when the file holds something else. */
export async function evaluateDetectionsFile(file: string): Promise<EvaluationFigures> {
  const json = await readJsonFile(file, "a file of detections with reference boxes");
  return evaluateDetections(parseNamed(file, json));
}

function parseNamed(file: string, json: unknown): EvaluationTable {
  try {
    return parseEvaluationTable(json);
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    throw new Failure(cause.code, `In ${file}, ${cause.message}`, { cause });
  }
}
