/** @file What a row says of the order that it stands in. */
import { expect, test } from "vitest";
import { describeOrderFact } from "../../../../../src-renderer/panels/error-browser/describe-order-fact";
import { analyseRun } from "../../../../../src-renderer/stores/run-analysis";
import { runTableOf } from "../../../../builders/arbitrary-images";

const BOX = { x1: 0, y1: 0, x2: 4, y2: 4 };
const table = runTableOf([
  {
    id: "two boxes",
    references: [{ box: { x1: 30, y1: 40, x2: 34, y2: 44 }, label: "nodule" }],
    detections: [{ box: BOX, score: 0.9, label: "nodule" }],
  },
  { id: "no reference", references: [], detections: [{ box: BOX, score: 0.8, label: "nodule" }] },
]);
const ORDER = { segment: "false-positives", falsePositiveOrder: "nearest", missOrder: "nearest" } as const;

test("a distance is between centres, in millimetres where the header gives a spacing", () => {
  expect(factsOf(table)[0]).toEqual({ text: "50 px away", brief: "50 px" });
  const images = table.head.images.map((image) => ({ ...image, spacingMm: [0.2, 0.2] as [number, number] }));
  expect(factsOf({ ...table, head: { ...table.head, images } })[0]).toEqual({ text: "10 mm away", brief: "10 mm" });
});

test("where there is no box to be near to, that is said", () => {
  expect(factsOf(table)[1]).toEqual({ text: "no reference here", brief: "–" });
});

test("a cost is in points of AP with two decimals, and one too small for them is not nothing", () => {
  const { analysis, errors } = analysed(table);
  const order = { ...ORDER, falsePositiveOrder: "ap-loss" } as const;
  const nothing = { text: "0.00 points of AP", brief: "0.00 AP" };
  expect(errors.map((error) => describeOrderFact(analysis, error, order))).toEqual([nothing, nothing]);
});

test("an order that the row shows anyway is not said twice", () => {
  const { analysis, errors } = analysed(table);
  expect(describeOrderFact(analysis, errors[0]!, { ...ORDER, falsePositiveOrder: "score" })).toBeUndefined();
});

function analysed(run: typeof table) {
  const analysis = analyseRun(run, { scoreThreshold: 0, iouThreshold: 0.5 });
  return { analysis, errors: analysis.errors.falsePositives };
}

function factsOf(run: typeof table) {
  const { analysis, errors } = analysed(run);
  return errors.map((error) => describeOrderFact(analysis, error, ORDER));
}
