/** @file Every row of a label table becomes a box, a negative image or a problem. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { collectLabels, LABEL_COLUMNS } from "../../../../../src-main/data/datasets/label-table";

/** Reads rows as a CSV reader would hand them out; the first is row 2 of the file. */
async function collect(...lines: readonly string[]) {
  async function* rows() {
    for (const [index, line] of lines.entries()) {
      const fields = line.split(",");
      const values = Object.fromEntries(LABEL_COLUMNS.map((column, place) => [column, fields[place] ?? ""]));
      yield { row: index + 2, values: values as Record<(typeof LABEL_COLUMNS)[number], string> };
    }
  }
  return await collectLabels(rows(), "labels.csv");
}

test("boxes are gathered by patient with the rows that they come from", async () => {
  const { images, problems } = await collect("a,10,20,30.5,40,1", "b,,,,,0", "a,1,2,3,4,1");

  expect(problems).toEqual([]);
  expect(Object.fromEntries(images)).toMatchObject({
    a: {
      rows: [2, 4],
      boxes: [
        { row: 2, box: { x1: 10, y1: 20, x2: 40.5, y2: 60 } },
        { row: 4, box: { x1: 1, y1: 2, x2: 4, y2: 6 } },
      ],
    },
    b: { rows: [3], boxes: [] },
  });
});

test.each([
  ["no target", "a,1,2,3,4,", "Target is empty; 0 or 1 was expected."],
  ["a target of 2", "a,1,2,3,4,2", "Target is “2”; 0 or 1 was expected."],
  ["a target in words", "a,,,,,yes", "Target is “yes”; 0 or 1 was expected."],
  ["a positive row without a box", "a,,,,,1", "Target is 1 and the row has no box."],
  ["a positive row of pandas' NaN", "a,nan,NaN,nan,nan,1", "Target is 1 and the row has no box."],
  ["half a box", "a,1,2,,4,1", "width is empty; a number was expected."],
  ["a box in words", "a,1,two,3,4,1", "y is “two”; a number was expected."],
  ["an endless box", "a,1,2,Infinity,4,1", "width is “Infinity”; a number was expected."],
  ["a box without width", "a,1,2,0,4,1", "The box is 0 × 4 pixels; both sides must be above 0."],
  ["a box of negative height", "a,1,2,3,-4,1", "The box is 3 × -4 pixels; both sides must be above 0."],
  ["a box that vanishes in rounding", "a,1e300,2,3,4,1", "The box is 3 × 4 pixels; both sides must be above 0."],
  ["a row without patient", ",1,2,3,4,1", "The row has no patientId."],
])("a row with %s is reported and gives no box", async (_, line, reason) => {
  const { images, problems } = await collect(line);

  expect(problems).toMatchObject([{ kind: "invalid-label", file: "labels.csv", row: 2, reason }]);
  expect([...images.values()].flatMap(({ boxes }) => boxes)).toEqual([]);
});

test("a negative row with a box keeps the image and not the box", async () => {
  const { images, problems } = await collect("a,1,2,3,4,0");

  expect(problems).toMatchObject([
    { row: 2, reason: "Target is 0 and the row has a box.", action: "The image is kept, the box is not." },
  ]);
  expect(images.get("a")?.boxes).toEqual([]);
});

test("a row that repeats another is reported and counted once", async () => {
  const { images, problems } = await collect("a,1,2,3,4,1", "a,1.0,2,3,4,1", "b,,,,,0", "b,,,,,0");

  expect(problems).toMatchObject([
    { kind: "duplicate-label", row: 3, reason: "Row 2 has the same box." },
    { kind: "duplicate-label", row: 5, reason: "Row 4 says the same." },
  ]);
  expect(images.get("a")?.boxes).toHaveLength(1);
});

test("an image that is both positive and negative keeps its boxes, and the negative row is reported", async () => {
  const { images, problems } = await collect("a,,,,,0", "a,1,2,3,4,1");

  expect(problems).toMatchObject([
    { kind: "invalid-label", row: 2, reason: "Target is 0, and row 3 has a box on the same image." },
  ]);
  expect(images.get("a")?.boxes).toHaveLength(1);
});

test("every row becomes a box, a negative image or a problem, whatever it holds", async () => {
  const field = fc.oneof(
    fc.constantFrom("", "0", "1", "-1", "nan", "x", "1e309"),
    fc.float().map(String),
    fc.string().map((text) => text.replaceAll(",", ";")),
  );
  const patient = fc.constantFrom("", "a", "b", "c");
  const line = fc.tuple(patient, field, field, field, field, field).map((fields) => fields.join(","));
  await fc.assert(
    fc.asyncProperty(fc.array(line), async (lines) => {
      const { images, problems } = await collect(...lines);

      const boxRows = [...images.values()].flatMap(({ boxes }) => boxes.map(({ row }) => row));
      const accounted = new Set([...boxRows, ...problems.map(({ row }) => row)]);
      const isPlainNegative = (text: string): boolean => Number(text.split(",").at(-1) || Number.NaN) === 0;
      const lost = lines.flatMap((text, index) => (accounted.has(index + 2) || isPlainNegative(text) ? [] : [text]));
      expect(lost).toEqual([]);
      for (const { boxes } of images.values()) {
        for (const { box } of boxes) expect(Math.min(box.x2 - box.x1, box.y2 - box.y1)).toBeGreaterThan(0);
      }
    }),
  );
});
