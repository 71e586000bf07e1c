/** @file The worklist's filter as the back end is asked. */
import { expect, test } from "vitest";
import { worklistFilter } from "../../../../src-renderer/stores/worklist-store";
import { WorklistQuery } from "../../../../src-shared/contract/studies";
import type { SplitId } from "../../../../src-shared/domain/identifiers";

test("nothing chosen asks for everything", () => {
  const filter = worklistFilter({ search: "  ", splitId: undefined, presence: "all", order: "patient" });
  expect(filter).toEqual({ order: "patient" });
});

test("every choice reaches the question, and the contract takes it", () => {
  const filter = worklistFilter({
    search: " opacity ",
    splitId: "split-1" as SplitId,
    presence: "negative",
    order: "boxes",
  });
  expect(WorklistQuery.parse({ ...filter, offset: 0, limit: 200 })).toEqual({
    search: "opacity",
    splitId: "split-1",
    isPositive: false,
    order: "boxes",
    offset: 0,
    limit: 200,
  });
});
