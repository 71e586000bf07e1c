/** @file Tables with one value a patient. */
import { expect, test } from "vitest";
import { collectValues } from "../../../../../src-main/data/datasets/value-table";

async function collect(...pairs: readonly (readonly [patientId: string, value: string])[]) {
  async function* rows() {
    for (const [index, [patientId, value]] of pairs.entries()) {
      yield { row: index + 2, values: { patientId, class: value } };
    }
  }
  return await collectValues(rows(), "class", "class_info.csv");
}

test("a class that is repeated for each box, as Kaggle does, is no problem", async () => {
  const { values, problems } = await collect(["a", "Lung Opacity"], ["a", "Lung Opacity"], ["b", "Normal"]);

  expect(problems).toEqual([]);
  expect([...values]).toEqual([
    ["a", { row: 2, value: "Lung Opacity" }],
    ["b", { row: 4, value: "Normal" }],
  ]);
});

test("a patient with two classes keeps the first, and the second is reported", async () => {
  const { values, problems } = await collect(["a", "Lung Opacity"], ["a", "Normal"]);

  expect(values.get("a")?.value).toBe("Lung Opacity");
  expect(problems).toEqual([
    {
      kind: "duplicate-label",
      file: "class_info.csv",
      row: 3,
      reason: "The class is “Normal”; row 2 says “Lung Opacity”.",
      action: "Row 2 was kept.",
    },
  ]);
});

test("a row without patient or value is reported", async () => {
  const { values, problems } = await collect(["", "Normal"], ["a", ""]);

  expect(values.size).toBe(0);
  expect(problems.map(({ row, reason }) => [row, reason])).toEqual([
    [2, "The row has no patientId."],
    [3, "The row has no class."],
  ]);
});
