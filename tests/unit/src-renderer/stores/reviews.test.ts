/** @file Which findings count as reviewed. */
import { expect, test } from "vitest";
import { reviewedSubjects } from "../../../../src-renderer/stores/reviews";
import type { InstanceId, RunId } from "../../../../src-shared/domain/identifiers";

test("the newest mark of a finding decides", () => {
  const mark = (subject: string, isReviewed: boolean) => ({
    runId: "run" as RunId,
    instanceId: "image" as InstanceId,
    subject,
    isReviewed,
  });
  const marks = [mark("a", true), mark("b", true), mark("a", false), mark("c", false), mark("c", true)];
  expect([...reviewedSubjects(marks)]).toEqual(["b", "c"]);
});
