/** @file The figures of a file of detections, as a program and as a person read them. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DetectionsFile } from "../../../../../src-shared/contract/detections-file";
import { buildFolder } from "../../../../builders/build-store";
import { differences } from "../../../../builders/differences";
import { runInProcess } from "../../../../builders/run-in-process";

const ORACLES = fileURLToPath(new URL("../../../../../../shared/oracles/evaluation/", import.meta.url));
const FIXTURE = fileURLToPath(new URL("../../../../fixtures/evaluation/detections-7.json", import.meta.url));
const CROWDS = fileURLToPath(new URL("../../../../fixtures/evaluation/crowds.json", import.meta.url));

interface CrowdedCase {
  readonly detections: DetectionsFile;
  readonly coco: object;
}

test.skipIf(!existsSync(ORACLES)).each(["7", "11"])(
  "every reference figure of file %s comes out, TIDE's among them (needs ../shared)",
  async (number) => {
    const { out } = await runInProcess(
      "evaluate",
      "--detections",
      join(ORACLES, `detections-${number}.json`),
      "--json",
    );

    const expected = JSON.parse(readFileSync(join(ORACLES, `expected-${number}.json`), "utf8")) as object;
    const found = JSON.parse(out) as Record<string, unknown>;
    const asked = Object.fromEntries(Object.keys(expected).map((key) => [key, found[key]]));
    expect(differences(asked, expected, 1e-6)).toEqual([]);
  },
);

test("figures are told in groups, with the thresholds that were asked for", async () => {
  const { out } = await runInProcess("evaluate", "--detections", FIXTURE, "--score", "0.7", "--iou", "0.4");

  expect(out).toContain("At score ≥ 0.7, IoU ≥ 0.4");
  for (const group of ["Headline", "COCO", "FROC: ", "TIDE: ", "Calibration error (ECE)", "Mean over images"]) {
    expect(out).toContain(group);
  }
});

test("figures that nothing defines are a dash with the reason, and absent from the JSON", async () => {
  const file = join(buildFolder(), "nothing.json");
  const images = [{ id: "a", width: 256, height: 256 }];
  writeFileSync(file, JSON.stringify({ boxFormat: "xyxy", images, groundTruth: [], predictions: [] }));

  const json = JSON.parse((await runInProcess("evaluate", "--detections", file, "--json")).out) as object;
  for (const key of ["tide", "rsna", "froc", "roc", "jafroc"]) expect(json).not.toHaveProperty(key);
  expect(json).toHaveProperty("calibration", {});
  const { out } = await runInProcess("evaluate", "--detections", file);
  expect(out).toMatch(/AUC by image +– +the images are all positive or all negative\n/u);
  expect(out).toMatch(/APsmall +– +the images have no reference box\n/u);
  expect(out).toContain("FROC: –, since the images have no reference box\n");
  expect(out).toContain("TIDE: –, since the images have no reference box\n");
  expect(out).not.toContain("NaN");
});

test("sizes without reference boxes, TIDE without detections and intervals of one patient say why they are missing", async () => {
  const file = join(buildFolder(), "one.json");
  const images = [{ id: "a", width: 256, height: 256 }];
  const groundTruth = [{ image: "a", box: [0, 0, 9, 9] }];
  writeFileSync(file, JSON.stringify({ boxFormat: "xyxy", images, groundTruth, predictions: [] }));

  const { out } = await runInProcess("evaluate", "--detections", file);
  expect(out).toMatch(/APlarge +– +no reference box is of this size\n/u);
  expect(out).toContain("TIDE: –, since nothing was detected\n");
  expect(out).toMatch(/Recall +0\.0000 +–, since there is one patient alone\n/u);
});

test("crowd regions change COCO's figures alone, and are counted where there are some", async () => {
  const { detections, coco } = (JSON.parse(readFileSync(CROWDS, "utf8")) as { cases: CrowdedCase[] }).cases[0]!;
  const groundTruth = detections.groundTruth.filter(({ iscrowd }) => iscrowd !== 1);
  const evaluate = async (content: object, ...options: readonly string[]) => {
    const file = join(buildFolder(), "detections.json");
    writeFileSync(file, JSON.stringify(content));
    return (await runInProcess("evaluate", "--detections", file, "--resamples", "0", ...options)).out;
  };

  const found = JSON.parse(await evaluate(detections, "--json")) as object;
  const without = JSON.parse(await evaluate({ ...detections, groundTruth }, "--json")) as object;
  const crowdRegions = detections.groundTruth.length - groundTruth.length;
  const others = { cocoPrecision50: undefined, coco: undefined, crowdRegions: undefined };
  expect({ ...found, ...others }).toEqual({ ...without, ...others });
  expect(found).toMatchObject({ groundTruth: groundTruth.length, crowdRegions });
  expect(without).not.toHaveProperty("crowdRegions");
  expect(differences(found, { ...found, coco }, 1e-12)).toEqual([]);
  expect(differences(without, { ...without, coco }, 1e-12)).not.toEqual([]);
  expect(await evaluate(detections)).toMatch(new RegExp(`Crowd regions +${crowdRegions}\n`, "u"));
});

test("headline figures have intervals, the same for the same seed, and none without resamples", async () => {
  const evaluate = async (...options: readonly string[]) =>
    JSON.parse((await runInProcess("evaluate", "--detections", FIXTURE, "--json", ...options)).out) as {
      intervals?: Record<string, { low: number; high: number }>;
      resampling?: object;
      coco: Record<string, number>;
    };

  const figures = await evaluate("--resamples", "200", "--seed", "7");
  expect(figures.resampling).toEqual({ resamples: 200, seed: 7, patients: 20 });
  const { low, high } = figures.intervals!["AP50"]!;
  expect(low).toBeLessThan(figures.coco["AP50"]!);
  expect(high).toBeGreaterThan(figures.coco["AP50"]!);
  expect((await evaluate("--resamples", "200", "--seed", "7")).intervals).toEqual(figures.intervals);
  expect((await evaluate("--resamples", "200", "--seed", "8")).intervals).not.toEqual(figures.intervals);
  expect(await evaluate("--resamples", "0")).not.toHaveProperty("intervals");
});

test.each([
  ["--score", "1.1", "Expected was a number from 0 to 1."],
  ["--iou", "much", "Expected was a number from 0 to 1."],
  ["--resamples", "2.5", "Expected was a whole number from 0 to 10000."],
  ["--seed", "-1", "Expected was a whole number from 0 to 4294967295."],
])("%s %s is refused", async (option, value, sentence) => {
  const { err, error } = await runInProcess("evaluate", "--detections", FIXTURE, `${option}=${value}`);

  expect(err).toContain(sentence);
  expect(error).toBeDefined();
});
