/** @file Which runs the comparison page proposes. */
import { expect, test } from "vitest";
import { comparedRuns } from "../../../../../src-renderer/panels/comparison/compared-runs";
import type { RunId } from "../../../../../src-shared/domain/identifiers";
import { Run } from "../../../../../src-shared/domain/run";

const RUNS = [
  buildRun("oldest", { createdAt: "2026-11-20T10:00:00.000Z" }),
  buildRun("newest", { createdAt: "2026-11-23T10:00:00.000Z" }),
  buildRun("middle", { createdAt: "2026-11-22T10:00:00.000Z" }),
  buildRun("unfinished", { createdAt: "2026-11-24T10:00:00.000Z", state: "running" }),
];
const NOTHING = { leftRunId: undefined, rightRunId: undefined, activeRunId: undefined };

test("the active run and the newest other one are proposed, the later one at the right", () => {
  expect(namesOf({ ...NOTHING, activeRunId: idOf("oldest") })).toEqual(["oldest", "newest"]);
  expect(namesOf({ ...NOTHING, activeRunId: idOf("newest") })).toEqual(["middle", "newest"]);
});

test("what was chosen stays, and the other side is another run", () => {
  expect(namesOf({ ...NOTHING, leftRunId: idOf("newest"), activeRunId: idOf("newest") })).toEqual(["newest", "middle"]);
  expect(namesOf({ ...NOTHING, rightRunId: idOf("middle"), activeRunId: idOf("oldest") })).toEqual([
    "newest",
    "middle",
  ]);
  expect(namesOf({ ...NOTHING, leftRunId: idOf("oldest"), rightRunId: idOf("oldest") })).toEqual(["oldest", "oldest"]);
});

test("a run that is not complete is never proposed, and a run that is gone is replaced", () => {
  expect(namesOf({ ...NOTHING, activeRunId: idOf("unfinished") })).toEqual(["middle", "newest"]);
  expect(namesOf({ ...NOTHING, leftRunId: idOf("gone") })).toEqual(["middle", "newest"]);
});

test("one complete run has nothing to be compared with", () => {
  expect(comparedRuns([RUNS[0]!], NOTHING).left).toBeUndefined();
  expect(comparedRuns([], NOTHING)).toEqual({ left: undefined, right: undefined });
});

function namesOf(choice: Parameters<typeof comparedRuns>[1]): readonly (string | undefined)[] {
  const { left, right } = comparedRuns(RUNS, choice);
  return [left?.name, right?.name];
}

function idOf(name: string): RunId {
  return name as RunId;
}

function buildRun(name: string, more: Partial<Run>): Run {
  return Run.parse({
    id: name,
    name,
    modelId: "model",
    modelName: "model",
    state: "complete",
    precision: "single",
    createdAt: "2026-11-23T10:00:00.000Z",
    images: 3,
    imagesDone: 3,
    imagesFailed: 0,
    detections: 5,
    seconds: 1,
    scoreFloor: 0,
    suggestedThreshold: 0.5,
    isEvaluated: true,
    ...more,
  });
}
