/** @file A label table is split as the notebook splits it; a table of a split is checked. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkSplitTable, splitLabels, summariseSplit } from "../../../../src-main/services/split-labels";
import { NOTEBOOK_RECIPE } from "../../../../src-shared/domain/split";
import { buildFolder } from "../../../builders/build-store";

const ORACLE = fileURLToPath(new URL("../../../../../shared/oracles/dataset/", import.meta.url));
const NEVER = new AbortController().signal;

function writeTable(...lines: readonly string[]): string {
  const file = join(buildFolder(), "table.csv");
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

const HEAD = "patientId,x,y,width,height,Target";

test.skipIf(!existsSync(ORACLE)).each(["42", "0", "2025"])(
  "RSNA's own table in ../shared splits with seed %s as scikit-learn split it",
  async (seed) => {
    const { splits } = JSON.parse(readFileSync(join(ORACLE, "expected.json"), "utf8")) as {
      splits: Record<string, unknown>;
    };
    const split = await splitLabels(join(ORACLE, "labels.csv"), { ...NOTEBOOK_RECIPE, seed: Number(seed) }, NEVER);
    expect(summariseSplit(split)).toEqual(splits[seed]);
  },
);

test("positives stand in the order of their first positive row, however often they are listed", async () => {
  const rows = ["c,,,,,0", "b,1,2,3,4,1", "c,1,2,3,4,1", "a,1,2,3,4,1", "b,9,9,3,4,1", "d,,,,,0"];
  const split = await splitLabels(
    writeTable(HEAD, ...rows),
    { ...NOTEBOOK_RECIPE, validationFraction: 0, testFraction: 0.3 },
    NEVER,
  );
  // random.RandomState(42).permutation(3) is [0, 1, 2].
  expect([...split.test, ...split.train]).toEqual(["b", "c", "a"]);
});

test("all patients are split where all are asked for", async () => {
  const file = writeTable(HEAD, "a,,,,,0", "b,1,2,3,4,1", "c,,,,,0", "d,,,,,0");
  const split = await splitLabels(file, { ...NOTEBOOK_RECIPE, population: "all", validationFraction: 0 }, NEVER);
  expect([...split.train, ...split.validation, ...split.test].toSorted()).toEqual(["a", "b", "c", "d"]);
});

test("a table without positives says that there is nobody to split", async () => {
  await expect(splitLabels(writeTable(HEAD, "a,,,,,0"), NOTEBOOK_RECIPE, NEVER)).rejects.toThrow(
    "has no row with Target 1; there is nobody to split.",
  );
});

test("a table of a split with a patient on two sides is refused by name", async () => {
  const file = writeTable("patientId,split", "a,train", "b,val", "a,train", "b,test");
  await expect(checkSplitTable(file, "patientId", NEVER)).rejects.toThrow("Patient b stands in val and in test;");
});

test("a table of a split without an overlap passes, a row without its value does not", async () => {
  const members = await checkSplitTable(writeTable("split,patientId", "train,a", "val,b"), "patientId", NEVER);
  expect(members).toEqual([
    { patientId: "a", side: "train" },
    { patientId: "b", side: "val" },
  ]);
  const file = writeTable("patientId,split", "a,");
  await expect(checkSplitTable(file, "patientId", NEVER)).rejects.toThrow(`Row 2 of ${file} has no split.`);
});

test("images of one person under two names are found by the column that tells the person", async () => {
  const file = writeTable("patientId,person,split", "a,7,train", "b,7,val");
  await expect(checkSplitTable(file, "patientId", NEVER)).resolves.toHaveLength(2);
  await expect(checkSplitTable(file, "person", NEVER)).rejects.toThrow("Patient 7 stands in train and in val;");
  await expect(checkSplitTable(file, "nobody", NEVER)).rejects.toThrow("nobody");
});
