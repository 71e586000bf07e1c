/** @file Checks every figure against the shared reference files, where they are there. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { evaluateDetections } from "../../src-main/detection/evaluation/figures";
import { parseEvaluationTable } from "../../src-main/detection/evaluation/parse-evaluation-table";
import { differences } from "../builders/differences";

const shared = new URL("../../../shared/", import.meta.url);

const references = [
  ["oracles/evaluation/detections-7.json", "oracles/evaluation/expected-7.json"],
  ["oracles/evaluation/detections-11.json", "oracles/evaluation/expected-11.json"],
  ["models/compact-frcnn/expected-evaluation-val-input.json", "models/compact-frcnn/expected-evaluation-val.json"],
] as const;

test.skipIf(!existsSync(shared)).each(references)("%s has the figures of %s", (detections, figures) => {
  const { tide: _, ...expected } = readShared(figures) as Record<string, unknown>;
  const found = evaluateDetections(parseEvaluationTable(readShared(detections)));
  // Lists are equal to the last box; 1e-6 is what the reference figures promise.
  expect(differences(found, expected, 1e-6)).toEqual([]);
});

function readShared(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, shared), "utf8"));
}
