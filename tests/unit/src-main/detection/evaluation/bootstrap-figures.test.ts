/** @file Intervals and comparisons over resampled patients against NumPy and scikit-learn. */
import { expect, test } from "vitest";
import { bootstrapFigures } from "../../../../../src-main/detection/evaluation/bootstrap-figures";
import { compareFigures } from "../../../../../src-main/detection/evaluation/compare-figures";
import type { EvaluationTable } from "../../../../../src-main/detection/evaluation/evaluation-table";
import type { FurtherTables } from "../../../../../src-main/detection/evaluation/further-figures";
import { countPatients, resamplePatients } from "../../../../../src-main/detection/evaluation/resample-patients";
import { HEADLINE_FIGURES } from "../../../../../src-shared/domain/evaluation";
import { readBootstrapFixture, tableOfModel } from "../../../../builders/bootstrap-fixture";

const fixture = readBootstrapFixture();
const left = both(tableOfModel(fixture, "left"));
const right = both(tableOfModel(fixture, "right"));
const thresholds = { scoreThreshold: fixture.scoreThreshold, iouThreshold: 0.5 };
const { resamples, seed } = fixture;

function both(table: EvaluationTable): FurtherTables {
  return { table, shown: table };
}

test("intervals are those of NumPy's draws and percentiles of independently computed figures", async () => {
  const { intervals, resampling } = await bootstrapFigures(left, thresholds, { resamples, seed });
  expect(resampling).toEqual({ resamples, seed, patients: fixture.patients });
  for (const figure of HEADLINE_FIGURES) {
    const [low, high] = fixture.expected[figure].leftInterval;
    expect(intervals?.[figure]?.low, figure).toBeCloseTo(low, 10);
    expect(intervals?.[figure]?.high, figure).toBeCloseTo(high, 10);
  }
});

test("differences, their intervals and p-values are those of the same draws", async () => {
  const compared = await compareFigures({ left, right }, thresholds, { resamples, seed });
  expect(compared.map(({ figure }) => figure)).toEqual([...HEADLINE_FIGURES]);
  for (const each of compared) {
    const expected = fixture.expected[each.figure];
    expect(each.left, each.figure).toBeCloseTo(expected.left, 10);
    expect(each.right, each.figure).toBeCloseTo(expected.right, 10);
    expect(each.difference, each.figure).toBeCloseTo(expected.right - expected.left, 10);
    expect(each.interval?.low, each.figure).toBeCloseTo(expected.differenceInterval[0], 10);
    expect(each.interval?.high, each.figure).toBeCloseTo(expected.differenceInterval[1], 10);
    expect(each.pValue, each.figure).toBeCloseTo(expected.pValue, 12);
  }
});

test("each side of a comparison has the interval that it has by itself", async () => {
  const alone = await bootstrapFigures(right, thresholds, { resamples, seed });
  const compared = await compareFigures({ left, right }, thresholds, { resamples, seed });
  for (const { figure, leftInterval, rightInterval } of compared) {
    const [low, high] = fixture.expected[figure].leftInterval;
    expect(leftInterval?.low, figure).toBeCloseTo(low, 10);
    expect(leftInterval?.high, figure).toBeCloseTo(high, 10);
    expect(rightInterval, figure).toEqual(alone.intervals?.[figure]);
  }
});

test("the same seed gives the same intervals, another seed others", async () => {
  const first = await bootstrapFigures(left, thresholds, { resamples: 50, seed: 1 });
  expect(await bootstrapFigures(left, thresholds, { resamples: 50, seed: 1 })).toEqual(first);
  expect(await bootstrapFigures(left, thresholds, { resamples: 50, seed: 2 })).not.toEqual(first);
});

test("a run differs from itself by nothing, which is no evidence at all", async () => {
  for (const each of await compareFigures({ left, right: left }, thresholds, { resamples: 20, seed })) {
    expect(each).toMatchObject({ difference: 0, interval: { low: 0, high: 0 }, pValue: 1 });
  }
});

test("without resamples there are no intervals, but differences", async () => {
  expect(await bootstrapFigures(left, thresholds, { resamples: 0, seed })).toEqual({});
  for (const each of await compareFigures({ left, right }, thresholds, { resamples: 0, seed })) {
    expect(each.difference).toBeTypeOf("number");
    expect(each).not.toHaveProperty("interval");
    expect(each).not.toHaveProperty("leftInterval");
    expect(each).not.toHaveProperty("pValue");
  }
});

test("a figure that is undefined has no interval", async () => {
  const negatives = tableOfModel(
    { ...fixture, images: fixture.images.map((image) => ({ ...image, references: 0 })) },
    "left",
  );
  const { intervals } = await bootstrapFigures(both(negatives), thresholds, { resamples: 20, seed });
  expect(Object.keys(intervals!).toSorted()).toEqual(["precision", "rsna"]);
  expect(await bootstrapFigures(both(emptyTable()), thresholds, { resamples: 20, seed })).toEqual({
    intervals: {},
    resampling: { resamples: 20, seed, patients: 0 },
  });
});

test("one patient alone gives no interval and no p-value", async () => {
  const tables = { left: both(asOnePatient(left.table)), right: both(asOnePatient(right.table)) };
  expect(await bootstrapFigures(tables.left, thresholds, { resamples: 20, seed })).toEqual({
    intervals: {},
    resampling: { resamples: 20, seed, patients: 1 },
  });
  for (const each of await compareFigures(tables, thresholds, { resamples: 20, seed })) {
    expect(each.difference).toBeTypeOf("number");
    expect(each).not.toHaveProperty("interval");
    expect(each).not.toHaveProperty("pValue");
  }
});

test("runs over other images are not compared", async () => {
  await expect(compareFigures({ left, right: both(emptyTable()) }, thresholds, { resamples, seed })).rejects.toThrow(
    "The two runs do not hold the same images in the same order.",
  );
});

test("a pause can report how far it is, and stop", async () => {
  const done: number[] = [];
  const pause = (count: number): Promise<void> => {
    done.push(count);
    return count < 40 ? Promise.resolve() : Promise.reject(new Error("stopped"));
  };
  await expect(bootstrapFigures(left, thresholds, { resamples, seed, pause })).rejects.toThrow("stopped");
  expect(done).toEqual([16, 32, 48]);
});

test("all images of a patient are drawn together, as many patients as there are", () => {
  const images = ["a", "b", "a", "c", "b", "a"].map((patientId) => ({ patientId }));
  expect(countPatients(images)).toBe(3);
  for (const weights of resamplePatients(images, { resamples: 50, seed })) {
    expect(weights[0]).toBe(weights[2]);
    expect(weights[0]).toBe(weights[5]);
    expect(weights[1]).toBe(weights[4]);
    expect(weights[0]! + weights[1]! + weights[3]!).toBe(3);
  }
});

function asOnePatient(table: EvaluationTable): EvaluationTable {
  const images = table.head.images.map((image) => ({ ...image, patientId: "p" }));
  return { ...table, head: { ...table.head, images } };
}

function emptyTable(): EvaluationTable {
  return {
    head: { labels: [], images: [], detectionLabels: [], referenceLabels: [] },
    detections: new Float64Array(0),
    references: new Float64Array(0),
  };
}
