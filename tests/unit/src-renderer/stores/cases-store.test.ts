/** @file What clicks on marks of charts narrow the cases to. */
import { beforeEach, expect, test } from "vitest";
import { caseQueryOf } from "../../../../src-renderer/stores/case-query";
import { useCases } from "../../../../src-renderer/stores/cases-store";
import type { CaseFilter } from "../../../../src-shared/domain/case-filter";
import type { CalibrationId, RunId } from "../../../../src-shared/domain/identifiers";

const bin = (from: number): CaseFilter => ({
  kind: "score",
  from,
  to: from + 0.1,
  holds: "upper-edge",
  iouThreshold: 0.5,
});
const error: CaseFilter = { kind: "error", error: "background", scoreThreshold: 0.3, iouThreshold: 0.5 };
const runId = "run-1" as RunId;
const calibrationId = "map-1" as CalibrationId;

beforeEach(() => useCases.getState().clear());

test("a click asks anew, an added one narrows what was asked", () => {
  const { ask } = useCases.getState();
  ask(bin(0.1), { isOverRun: true });
  ask(error, { isOverRun: true });
  expect(useCases.getState().filters).toEqual([error]);
  ask(bin(0.2), { isOverRun: true, isAdded: true });
  expect(useCases.getState().filters).toEqual([error, bin(0.2)]);
});

test("a second bin of the same histogram takes the place of the first", () => {
  const { ask } = useCases.getState();
  ask(bin(0.1), { isOverRun: true });
  ask(bin(0.2), { isOverRun: true, isAdded: true });
  expect(useCases.getState().filters).toEqual([bin(0.2)]);
});

test("removing the last filter shows every case again", () => {
  const { ask, drop } = useCases.getState();
  ask(error, { isOverRun: true });
  drop(0);
  expect(useCases.getState()).toMatchObject({ filters: [], isOverRun: false });
});

test("a question to a run waits for the run, one to the project does not", () => {
  const reading = { runId: undefined, calibrationId };
  expect(caseQueryOf({ filters: [error], isOverRun: true }, reading)).toBeUndefined();
  expect(caseQueryOf({ filters: [error], isOverRun: true }, { runId, calibrationId })).toEqual({
    runId,
    calibrationId,
    filters: [error],
  });
  expect(caseQueryOf({ filters: [error], isOverRun: false }, { runId, calibrationId })).toEqual({ filters: [error] });
  expect(caseQueryOf({ filters: [], isOverRun: true }, { runId, calibrationId })).toBeUndefined();
});
