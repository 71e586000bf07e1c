/** @file Tables for people. */
import { expect, test } from "vitest";
import { formatTable } from "../../../../../src-main/entries/commands/format-table";

test("columns are lined up, numbers at the right, absent values as a dash", () => {
  const table = formatTable({
    head: ["Name", "Boxes"],
    rows: [
      ["first", 7],
      ["a longer one", 1200],
      ["none", undefined],
    ],
  });
  expect(table.split("\n")).toEqual([
    "Name          Boxes",
    "────────────  ─────",
    "first             7",
    "a longer one   1200",
    "none              –",
  ]);
});

test("a table without rows shows its head alone", () => {
  expect(formatTable({ head: ["Name"], rows: [] })).toBe("Name\n────");
});

test("no line ends in a space, whatever column is empty", () => {
  expect(formatTable({ head: ["Name", ""], rows: [["first", ""]] })).toBe("Name\n─────\nfirst");
});
