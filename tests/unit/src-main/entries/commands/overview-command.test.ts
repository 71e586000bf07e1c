/** @file `overread overview` as the person types it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { buildFolder } from "../../../../builders/build-store";
import { runInProcess } from "../../../../builders/run-in-process";

const ORACLE = fileURLToPath(new URL("../../../../../../shared/oracles/dataset/", import.meta.url));

function writeLabels(...rows: readonly string[]): string {
  const file = join(buildFolder(), "labels.csv");
  writeFileSync(file, ["patientId,x,y,width,height,Target", ...rows].join("\n"));
  return file;
}

test.skipIf(!existsSync(ORACLE))(
  "the JSON has every figure that pandas and NumPy gave of ../shared's table",
  async () => {
    const { splits: _, permutation: __, ...expected } = JSON.parse(readFileSync(join(ORACLE, "expected.json"), "utf8"));
    const { out } = await runInProcess("overview", join(ORACLE, "labels.csv"), "--json");
    const { positions, problems, ...figures } = JSON.parse(out);
    expect(figures).toEqual(expected);
    expect(problems).toEqual([]);
    expect(Math.max(...positions.flat())).toBeGreaterThan(1000);
  },
);

test("people read counts, quantiles and what looks wrong", async () => {
  const { out } = await runInProcess("overview", writeLabels("a,0,0,100,100,1", "b,,,,,0", "c,,,,,1"));
  expect(out).toMatch(/Negative patients\s+1/u);
  expect(out).toMatch(/0\.95\s+10000/u);
  expect(out).toMatch(/width over height\s+50\s+0\.50\s+1\.50/u);
  expect(out).toContain("1 label looks wrong:\npositive-without-box  c  Row 4 has Target 1 and no box.");
});

test("a table without boxes shows a dash with the reason", async () => {
  const { out } = await runInProcess("overview", writeLabels("b,,,,,0"));
  expect(out).toContain("Areas and shapes of boxes: –, since there are no boxes");
  expect(out).toContain("No label looks wrong.");
});

test("the size of the images is the person's to say", async () => {
  const labels = writeLabels("a,0,0,100,100,1");
  const { out } = await runInProcess("overview", labels, "--image-size", "90x200");
  expect(out).toContain("lies partly outside the image of 90 × 200 px.");
  expect((await runInProcess("overview", labels, "--image-size", "big")).err).toContain("a size such as 1024x1024.");
});

test("a table of other columns is refused with what is missing", async () => {
  const file = join(buildFolder(), "other.csv");
  writeFileSync(file, "id,x\n1,2\n");
  expect((await runInProcess("overview", file)).error).toMatchObject({ code: "invalid-input" });
});
