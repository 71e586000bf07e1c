/** @file From a figure to the cases behind it: every mark of a chart is a question. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { keepScreenshot } from "./keep-screenshot";
import { expect, test, untilPrepared } from "./open-overread";

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly right: number;
  readonly detections: number;
}

/** What a bin of the reliability diagram says of itself. */
function readBin(label: string): Bin {
  const [, from, to, right, detections] = /Score ([\d.]+) to ([\d.]+): (\d+) of (\d+) right/u.exec(label)!;
  return { from: Number(from), to: Number(to), right: Number(right), detections: Number(detections) };
}

async function scoresOnImage(page: Page): Promise<readonly number[]> {
  const labels = await page
    .locator('[data-testid="finding"][data-kind="detections"]')
    .evaluateAll((findings) => findings.map((finding) => finding.getAttribute("aria-label") ?? ""));
  return labels.map((label) => Number(/\d\.\d+/u.exec(label)?.[0]));
}

test("a click on a reliability bin lands on the cases behind it, which the address keeps", async ({
  overread: { page },
}) => {
  await untilPrepared(page);
  const all = await page.getByTestId("worklist-row").count();
  await page.getByTestId("page-evaluation").click();
  await expect(page.getByTestId("headline-AP")).not.toHaveText("–");
  await keepScreenshot(page, "evaluation-page");

  const mark = page.getByTestId("reliability-bin").nth(4);
  const bin = readBin((await mark.getAttribute("aria-label"))!);
  await mark.click();
  const chip = page.getByRole("region", { name: "Worklist" }).getByTestId("case-chip");
  await expect(chip).toContainText(`score ${bin.from.toFixed(2)}–${bin.to.toFixed(2)}`);
  const count = Number(await chip.getByTestId("case-count").textContent());
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(all);
  const rows = page.getByTestId("worklist-row");
  await expect(rows).toHaveCount(count);

  let inBin = 0;
  for (let row = 0; row < count; row++) {
    await rows.nth(row).click();
    await expect(rows.nth(row)).toHaveAttribute("data-chosen", "true");
    // Labels are rounded to two digits, the bin's edges are not.
    const isInBin = (score: number): boolean => score >= bin.from && score <= bin.to;
    await expect.poll(async () => (await scoresOnImage(page)).some(isInBin)).toBe(true);
    inBin += (await scoresOnImage(page)).filter(isInBin).length;
  }
  expect(inBin).toBeGreaterThanOrEqual(bin.detections);
  await expect(page.getByTestId("segment-false-positives")).toHaveText(String(bin.detections - bin.right));
  await keepScreenshot(page, "cases-of-a-bin");

  await page.reload();
  await expect(rows).toHaveCount(count);
  await expect(chip).toHaveCount(1);
  await chip.getByTestId("drop-case").click();
  await expect(rows).toHaveCount(all);
  expect(page.url()).not.toContain("cases=");
});

test("the thresholds move the operating point of every curve, and a click on a curve moves the threshold", async ({
  overread: { page },
}) => {
  await untilPrepared(page);
  await page.getByTestId("page-evaluation").click();
  const points = page.getByTestId("operating-point").locator("circle");
  await expect(points).toHaveCount(3);
  const places = () =>
    points.evaluateAll((circles) =>
      circles.map((circle) => `${circle.getAttribute("cx")} ${circle.getAttribute("cy")}`),
    );
  const before = await places();
  await page.getByTestId("score-threshold").fill("0.55");
  await page.getByTestId("score-threshold").press("Enter");
  await expect.poll(async () => (await places()).every((place, index) => place !== before[index])).toBe(true);

  const curve = page.getByTestId("chart-froc").locator(".chart__target");
  const box = (await curve.boundingBox())!;
  await curve.click({ position: { x: box.width * 0.9, y: box.height * 0.3 } });
  await expect(page.getByTestId("score-threshold")).not.toHaveValue("0.55");
});

test("a chart is saved as SVG, PNG and CSV, named after its run", async ({ overread: { page } }, { project }) => {
  test.skip(project.name === "desktop", "Electron's save dialog is not part of the page.");
  await untilPrepared(page);
  await page.getByTestId("page-evaluation").click();
  for (const [item, ending] of [
    ["Save as SVG", "svg"],
    ["Save as PNG", "png"],
    ["Save values as CSV", "csv"],
  ] as const) {
    const download = page.waitForEvent("download");
    await page.getByTestId("chart-reliability").getByTestId("chart-menu").click();
    await page.getByRole("menuitem", { name: item }).click();
    expect((await download).suggestedFilename()).toMatch(new RegExp(`^compact-frcnn.*_reliability\\.${ending}$`, "u"));
  }
});

test("a fitted recalibration is read in every view, and taken back", async ({ overread: { page } }) => {
  await untilPrepared(page);
  const score = page.getByTestId("score-threshold");
  const before = await score.inputValue();
  await page.getByTestId("page-evaluation").click();
  await page.getByTestId("calibrate").click();
  await page.getByTestId("calibrate-fit").click();
  await expect(page.getByTestId("calibrated")).toBeVisible();
  await expect(page.getByTestId("ece")).toContainText("before");
  await expect(score).not.toHaveValue(before);
  await keepScreenshot(page, "calibrated-scores");

  await page.getByTestId("page-reading").click();
  await expect(page.locator('[data-testid="finding"][data-kind="detections"]').first()).toBeVisible();
  const threshold = Number(await score.inputValue());
  expect((await scoresOnImage(page)).every((drawn) => drawn >= threshold - 0.005)).toBe(true);

  await page.getByTestId("calibrated").click();
  await page.getByTestId("calibration-select").click();
  await page.getByRole("option", { name: "Scores as the model gave them" }).click();
  await expect(page.getByTestId("calibrated")).toHaveCount(0);
  await expect(score).toHaveValue(before);
});

test("a run is written as RJafroc's workbook, and a second one says that it replaces it", async ({
  overread: { page },
  scratch,
}) => {
  await untilPrepared(page);
  await page.getByTestId("page-evaluation").click();
  const file = join(scratch, "study.xlsx");
  for (const action of ["Export", "Replace"]) {
    await page.getByTestId("export-rjafroc").click();
    await page.getByTestId("export-folder").fill(scratch);
    await page.getByTestId("export-name").fill("study");
    await expect(page.getByTestId("export-start")).toHaveText(action);
    await expect(page.getByRole("dialog")).toContainText(`${action === "Export" ? "Writes" : "Replaces"} ${file}`);
    await page.getByTestId("export-start").click();
    await expect(page.getByRole("dialog")).toBeHidden({ timeout: 60_000 });
    expect(existsSync(file)).toBe(true);
  }
  await expect(page.getByText("Workbook written").first()).toBeVisible();
});
