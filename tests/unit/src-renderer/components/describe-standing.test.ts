/** @file What is said of a missed box. */
import { expect, test } from "vitest";
import { describeStanding } from "../../../../src-renderer/components/describe-standing";

test("a candidate below the floor was seen but too weak, with its score and its overlap cut, not rounded", () => {
  expect(describeStanding({ standing: "too-weak", score: 0.031, overlap: 0.5678 })).toBe(
    "Seen but too weak: score 0.03, overlap 0.56.",
  );
});

test("a score that two decimals would round to nothing keeps two digits", () => {
  expect(describeStanding({ standing: "too-weak", score: 0.00123, overlap: 0.6 })).toContain("score 0.0012,");
});

test("a box that no candidate comes near was not seen at all", () => {
  expect(describeStanding({ standing: "not-seen" })).toBe("Not seen at all: no candidate of the model comes near it.");
  expect(describeStanding({ standing: "not-seen", score: 0.02, overlap: 0.31 })).toContain("The nearest has");
});

test("what is no miss has no standing", () => {
  expect(describeStanding({ score: 0.9 })).toBeUndefined();
});
