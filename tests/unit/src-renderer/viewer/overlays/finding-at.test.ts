/** @file Pointing at boxes. */
import { expect, test } from "vitest";
import { findingAt } from "../../../../../src-renderer/viewer/overlays/finding-at";

const LARGE = { id: "large", box: { x1: 0, y1: 0, x2: 100, y2: 100 }, label: "", status: "unjudged" } as const;
const SMALL = { ...LARGE, id: "small", box: { x1: 40, y1: 40, x2: 60, y2: 60 } };

test("the smallest box that holds the point is meant", () => {
  expect(findingAt([SMALL, LARGE], { x: 50, y: 50 }, 0)?.id).toBe("small");
  expect(findingAt([SMALL, LARGE], { x: 20, y: 50 }, 0)?.id).toBe("large");
  expect(findingAt([SMALL, LARGE], { x: 120, y: 50 }, 0)).toBeUndefined();
});

test("just beside the line still counts", () => {
  expect(findingAt([LARGE], { x: 103, y: 50 }, 2)).toBeUndefined();
  expect(findingAt([LARGE], { x: 101.5, y: 50 }, 2)?.id).toBe("large");
});
