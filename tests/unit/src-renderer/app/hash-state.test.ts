/** @file The place that the address of the page names. */
import { expect, test } from "vitest";
import { readPlace, writePlace } from "../../../../src-renderer/app/hash-state";

test("a place that was written is read again", () => {
  const place = { page: "runs", tab: "evaluation", instance: "2.25.29769/å b" };
  expect(readPlace(writePlace(place))).toEqual(place);
});

test("an address without a place names none", () => {
  expect(readPlace("")).toEqual({ page: undefined, tab: undefined, instance: undefined });
});
