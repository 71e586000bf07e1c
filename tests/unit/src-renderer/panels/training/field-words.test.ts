/** @file What the settings of a training are called. */
import { expect, test } from "vitest";
import { FIELD_WORDS } from "../../../../../src-renderer/panels/training/field-words";
import { readableLabel } from "../../../../../src-renderer/panels/training/label-words";

test("a setting is called plainly, with the field's own term and its unit behind", () => {
  expect(readableLabel(FIELD_WORDS.accumulate)).toBe("Steps per correction (gradient accumulation)");
  expect(readableLabel(FIELD_WORDS.rotateDegrees)).toBe("Turn up to (rotation, °)");
  expect(readableLabel(FIELD_WORDS.learningRate)).toBe("Learning rate");
});

test("no two settings are called the same", () => {
  const labels = Object.values(FIELD_WORDS).map(readableLabel);
  expect(new Set(labels).size).toBe(labels.length);
});
