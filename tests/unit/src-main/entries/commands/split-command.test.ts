/** @file `overread split` as the person types it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { buildFolder } from "../../../../builders/build-store";
import { runInProcess } from "../../../../builders/run-in-process";

const ORACLE = fileURLToPath(new URL("../../../../../../shared/oracles/dataset/", import.meta.url));

function writeLabels(): string {
  const file = join(buildFolder(), "labels.csv");
  const rows = Array.from({ length: 20 }, (_, number) => `p${number},1,2,30,40,1`);
  writeFileSync(file, ["patientId,x,y,width,height,Target", ...rows, "n,,,,,0"].join("\n"));
  return file;
}

test.skipIf(!existsSync(ORACLE))("the JSON has the oracle's split of ../shared under its keys", async () => {
  const { splits } = JSON.parse(readFileSync(join(ORACLE, "expected.json"), "utf8"));
  const { out } = await runInProcess("split", join(ORACLE, "labels.csv"), "--seed", "42", "--json");
  expect(JSON.parse(out)).toMatchObject({ population: "positives", splits: { 42: splits["42"] } });
});

test("the table that it writes passes its own check", async () => {
  const output = join(buildFolder(), "split.csv");
  const { out } = await runInProcess("split", writeLabels(), "--population", "all", "--output", output);
  expect(out).toMatch(/train\s+14/);
  expect(readFileSync(output, "utf8").split("\r\n").filter(Boolean)).toHaveLength(22);

  const check = await runInProcess("split", "--check", output);
  expect(check.out).toContain("No patient stands in two splits.");
});

test("a table of a split without rows does not pass the check", async () => {
  const empty = join(buildFolder(), "split.csv");
  writeFileSync(empty, "patientId,split\n");
  const { error } = await runInProcess("split", "--check", empty);
  expect(error).toMatchObject({ code: "invalid-input", message: `${empty} has no row; there is no split to check.` });
});

test("a file that exists is not replaced without --force", async () => {
  const output = join(buildFolder(), "split.csv");
  writeFileSync(output, "mine");
  const refused = await runInProcess("split", writeLabels(), "--output", output);
  expect(refused.error).toMatchObject({ code: "conflict" });
  expect(readFileSync(output, "utf8")).toBe("mine");
  expect((await runInProcess("split", writeLabels(), "--output", output, "--force")).error).toBeUndefined();
});

test("a folder is no place for the table, not even with --force", async () => {
  const output = buildFolder();
  for (const force of [[], ["--force"]]) {
    const { error } = await runInProcess("split", writeLabels(), "--output", output, ...force);
    expect(error).toMatchObject({ message: `${output} is a folder; the name of a file was expected.` });
  }
});

test("a system that refuses to write is quoted", async () => {
  const output = join(buildFolder(), `${"x".repeat(250)}.csv`);
  const { error } = await runInProcess("split", writeLabels(), "--output", output);
  expect(error).toMatchObject({ message: `${output} cannot be written: the system says ENAMETOOLONG.` });
});

test.each([
  [["--seed", "-1"], "Expected was a whole number from 0 to 4294967295."],
  [["--seed", "1.5"], "Expected was a whole number"],
  [["--test", "1"], "Expected was a number from 0 to below 1."],
  [["--names", "a,b"], "Expected were three names with commas between them"],
  [["--names", "a,b,a"], "Expected were three names"],
  [["--population", "some"], "Allowed choices are positives, all."],
])("%s is refused with what is expected", async (args, reason) => {
  expect((await runInProcess("split", "labels.csv", ...args)).err).toContain(reason);
});

test("without a table it says what it needs", async () => {
  expect((await runInProcess("split")).err).toContain(
    "split needs a table of labels, --project <folder>, or --check <split.csv>",
  );
});
