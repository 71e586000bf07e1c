/** @file A patient on two sides is named; whoever stands on one side only is not. */
import { expect, test } from "vitest";
import {
  patientsOnTwoSides,
  requireDisjointSides,
} from "../../../../../src-main/detection/dataset/require-disjoint-sides";

const members = (...rows: readonly (readonly [patientId: string, side: string])[]) =>
  rows.map(([patientId, side]) => ({ patientId, side }));

test("a patient with several images on one side passes", () => {
  expect(() => requireDisjointSides(members(["a", "train"], ["a", "train"], ["b", "test"]))).not.toThrow();
});

test("a patient on two sides is refused by name", () => {
  expect(() => requireDisjointSides(members(["a", "train"], ["b", "test"], ["a", "test"]))).toThrow(
    "Patient a stands in train and in test; all images of a patient belong on one side.",
  );
});

test("the others are counted", () => {
  const rows = members(["a", "x"], ["a", "y"], ["b", "x"], ["b", "y"], ["c", "y"], ["c", "x"]);
  expect(() => requireDisjointSides(rows)).toThrow("Patient a stands in x and in y");
  expect(() => requireDisjointSides(rows)).toThrow("So do 2 others.");
  expect(patientsOnTwoSides(rows)[2]).toEqual({ patientId: "c", sides: ["y", "x"] });
});
