/** @file A label table is counted as pandas and NumPy count it; what looks wrong in it is said. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { overviewOfLabels } from "../../../../src-main/services/overview-of-labels";
import { Overview } from "../../../../src-shared/domain/overview";
import { buildFolder } from "../../../builders/build-store";

async function overviewOf(...rows: readonly string[]) {
  const file = join(buildFolder(), "labels.csv");
  writeFileSync(file, `${["patientId,x,y,width,height,Target", ...rows].join("\n")}\n`);
  return overviewOfLabels(file, { widthPx: 1024, heightPx: 1024 }, new AbortController().signal);
}

test("rows, patients and boxes are counted as they stand, a repeated box twice", async () => {
  const overview = await overviewOf("a,10,10,100,50,1", "a,10,10,100,50,1", "b,0,0,60,60,1", "c,,,,,0");

  expect(overview).toMatchObject({ rows: 4, patients: 3, positivePatients: 2, boxes: 3, patientsWithSeveralBoxes: 1 });
  expect(overview.boxesPerPositivePatient).toEqual({ 1: 1, 2: 1 });
  expect(overview.areaHistogram?.edges.at(-1)).toBe(5000);
  expect(overview.problems).toMatchObject([
    { kind: "duplicate-box", reason: "The box of row 3 repeats the one of row 2." },
  ]);
  expect(() => Overview.parse(overview)).not.toThrow();
});

test.each([
  ["a,1000,0,100,50,1", "box-outside-image", "(1000, 0)–(1100, 50) lies partly outside the image of 1024 × 1024 px."],
  ["a,2000,0,100,50,1", "box-outside-image", "lies wholly outside the image"],
  ["a,-5,0,100,50,1", "box-outside-image", "(-5, 0)–(95, 50) lies partly outside"],
  ["a,0,0,100,5,1", "tiny-box", "is 100 × 5 px: a side below 1 % of the image's."],
  ["a,,,,,1", "positive-without-box", "Row 2 has Target 1 and no box."],
  ["a,1,2,30,40,0", "negative-with-box", "Row 2 has Target 0 and a box; it was not counted."],
  ["a,1,2,-30,40,1", "unreadable-row", "Row 2: the box is -30 × 40 pixels; both sides must be above 0."],
  ["a,1,x,30,40,1", "unreadable-row", "Row 2: y is “x”; a number was expected."],
  ["a,1,2,30,40,2", "unreadable-row", "Row 2: Target is “2”; 0 or 1 was expected."],
  [",1,2,30,40,1", "unreadable-row", "Row 2: it has no patientId."],
])("the row %s is a %s", async (row, kind, reason) => {
  const { problems } = await overviewOf(row);
  expect(problems).toMatchObject([{ kind, reason: expect.stringContaining(reason) }]);
});

test("boxes that nearly coincide are named with their overlap", async () => {
  const { problems } = await overviewOf("a,0,0,100,100,1", "a,0,0,100,95,1", "a,0,0,100,50,1");
  expect(problems).toMatchObject([
    { kind: "near-identical-boxes", reason: "The box of row 3 is nearly that of row 2: their IoU is 0.950." },
  ]);
});

test("a patient with a negative and a positive row is a contradiction", async () => {
  const { problems, positivePatients } = await overviewOf("a,,,,,0", "a,0,0,100,100,1");
  expect(positivePatients).toBe(1);
  expect(problems).toMatchObject([{ kind: "negative-with-box", images: ["a"] }]);
});

test("without boxes the histograms are absent, not zero", async () => {
  const overview = await overviewOf("a,,,,,0");
  expect(overview).not.toHaveProperty("areaHistogram");
  expect(overview.areaQuantiles).toEqual({});
});

test("an area beyond the largest number leaves out the figures that it would make infinite", async () => {
  const overview = await overviewOf("a,0,0,1e200,1e200,1", "b,0,0,20,30,1", "c,0,0,20,30,1", "d,0,0,20,30,1");
  expect(overview).toMatchObject({ boxes: 4, areaQuantiles: { 0.05: 600, 0.25: 600, 0.5: 600 } });
  expect(overview).not.toHaveProperty("areaHistogram");
  expect(overview.aspectHistogram?.counts).toHaveLength(50);
  for (const area of Object.values(overview.areaQuantiles)) expect(area).toBeLessThan(Infinity);
});
