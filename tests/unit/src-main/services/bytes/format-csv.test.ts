/** @file Tables that every reader of CSV takes apart again. */
import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { formatCsv } from "../../../../../src-main/services/bytes/format-csv";

test("commas, quotes and line ends are quoted, and nothing else is", () => {
  expect(
    formatCsv([
      ["file", "row"],
      ['a "b", c', 2],
      ["two\nlines", undefined],
    ]),
  ).toBe('file,row\r\n"a ""b"", c",2\r\n"two\nlines",\r\n');
});

test("another program's parser reads back any table", () => {
  const cell = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom('"', ",", "\r\n", 'a "b", c', " padded "));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      // A line of one empty cell is no row to any parser; two cells always make one. A byte order mark is no content.
      expect(parse(formatCsv(rows), { recordDelimiter: "\r\n" })).toEqual(rows.map((row) => [...row]));
    }),
  );
});
