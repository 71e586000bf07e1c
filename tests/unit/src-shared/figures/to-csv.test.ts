/** @file Checks files of comma-separated values by reading them back. */
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { RECALL_COLUMNS } from "../../../../src-shared/figures/chart-columns";
import { toCsv } from "../../../../src-shared/figures/to-csv";

test("a reader of CSV gets back every text", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ left: fc.string(), right: fc.string() })), (rows) => {
      const csv = toCsv({ left: (row) => row.left, "right, quoted": (row) => row.right }, rows);
      const read: unknown = parse(csv, { columns: true });
      expect(read).toEqual(rows.map(({ left, right }) => ({ left, "right, quoted": right })));
    }),
  );
});

test("a figure that is undefined is an empty field", () => {
  const row = { images: 2, references: 0, found: 0, falsePositives: 1, precision: 0 };
  const cases = { kind: "column", column: "sex", value: "F", scoreThreshold: 0.5, iouThreshold: 0.5 } as const;
  expect(toCsv(RECALL_COLUMNS, [{ label: "F", cases, ...row }])).toBe(
    "group,images,references,found,recall,false_positives,precision\r\nF,2,0,0,,1,0\r\n",
  );
});
