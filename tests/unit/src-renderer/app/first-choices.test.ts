/** @file What is chosen before anybody chose. */
import { expect, test } from "vitest";
import { firstToRead, newestRun } from "../../../../src-renderer/app/first-choices";
import type { WorklistRow } from "../../../../src-shared/contract/studies";
import type { Run } from "../../../../src-shared/domain/run";

const row = (instanceId: string, references: number) => ({ instanceId, references }) as WorklistRow;

test("the first image with a finding is read first, and without one the first of the list", () => {
  expect(firstToRead([row("a", 0), row("b", 2), row("c", 1)])?.instanceId).toBe("b");
  expect(firstToRead([row("a", 0), row("b", 0)])?.instanceId).toBe("a");
  expect(firstToRead([])).toBeUndefined();
});

test("the newest run is read first", () => {
  const run = (name: string, createdAt: string) => ({ name, createdAt }) as Run;
  const runs = [run("old", "2026-01-01T00:00:00Z"), run("new", "2026-02-01T00:00:00Z")];
  expect(newestRun(runs)?.name).toBe("new");
});
