/** @file A reader's verdicts: errors judged by keys alone, figures that follow, data and report around them. */
import { keepScreenshot } from "./keep-screenshot";
import { expect, test, untilPrepared } from "./open-overread";

test("errors are judged, tagged, filtered and taken back without a pointer, and both scores follow", async ({
  overread,
}) => {
  const { page } = overread;
  await untilPrepared(page);
  await page.keyboard.press("n");
  await page.keyboard.press("2");
  await expect(page.locator("#error-list-0").getByTestId("verdict-badge")).toHaveText("Label wrong");
  await page.keyboard.press("n");
  await page.keyboard.press("1");
  await page.keyboard.press("a");
  await page.keyboard.type("rib");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(page.locator("#error-list-1")).toContainText("rib");
  await expect(page.locator("#error-list-1").getByTestId("verdict-badge")).toHaveText("Model wrong");

  const falsePositives = Number(await page.getByTestId("segment-false-positives").textContent());
  const corrected = page.getByTestId("rescored-labels-corrected").locator("td");
  await expect(corrected.nth(3)).toHaveText(String(falsePositives - 1));
  await expect(page.getByTestId("rescored-as-marked").locator("td").nth(3)).toHaveText(String(falsePositives));
  await expect(page.getByTestId("review-progress")).toContainText("2 reviewed");
  await keepScreenshot(page, "error-browser-verdicts");

  await page.keyboard.press("u");
  await expect(page.locator("#error-list-2")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("y");
  await expect(page.getByTestId("error-tile").first()).toBeVisible();
  await keepScreenshot(page, "error-browser-gallery");
  await page.keyboard.press("y");

  // The tag, the verdict, and the first verdict: one after the other.
  await page.keyboard.press("Control+z");
  await expect(page.locator("#error-list-1")).not.toContainText("rib");
  await page.keyboard.press("Control+z");
  await expect(page.locator("#error-list-1").getByTestId("verdict-badge")).toHaveCount(0);

  const again = await overread.restart();
  await expect(again.locator("#error-list-0").getByTestId("verdict-badge")).toHaveText("Label wrong");
  await again.keyboard.press("Control+z");
  await expect(again.getByTestId("verdict-badge")).toHaveCount(0);
});

test("a bin of the data set leads to its images, and a split is drawn by patient", async ({ overread: { page } }) => {
  await untilPrepared(page);
  await page.getByTestId("page-data").click();
  await expect(page.getByTestId("overview-boxes")).toHaveText("18");
  await keepScreenshot(page, "dataset-overview");
  await page.getByTestId("by-sex").getByTestId("column-value").first().click();
  await expect(page.getByTestId("case-chip").first()).toContainText("12");
  await expect(page.getByTestId("worklist-row")).toHaveCount(12);

  await page.getByTestId("page-data").click();
  await page.getByTestId("data-tab-splits").click();
  await page.getByTestId("draw-split").click();
  await expect(page.getByTestId("split-size-train")).toHaveText("7 patients");
  await page.getByTestId("split-draw").click();
  await expect(page.getByRole("dialog").getByTestId("failure")).toContainText("train");
  await page.getByRole("textbox", { name: "Train: name" }).fill("learn");
  await page.getByRole("textbox", { name: "Validation: name" }).fill("tune");
  await page.getByTestId("split-draw").click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByTestId("split")).toHaveCount(5);
});

test("a run is held against another over the same images, and its report goes to paper", async ({
  overread: { page },
}) => {
  await untilPrepared(page);
  await page.getByTestId("page-runs").click();
  await page.getByTestId("detect").getByRole("button", { name: "Detect" }).click();
  await expect(page.getByTestId("run")).toHaveCount(2);
  await expect(page.getByTestId("job-progress")).toHaveCount(0, { timeout: 90_000 });

  await page.getByTestId("page-comparison").click();
  await page.getByTestId("compare").click();
  const precision = page.getByTestId("compared-AP50").locator("td");
  await expect(precision.nth(2)).toHaveText("0.000", { timeout: 60_000 });
  await expect(page.getByTestId("changed-cases")).toContainText("the same on every image");
  await keepScreenshot(page, "comparison");

  await page.getByTestId("page-report").click();
  await expect(page.getByTestId("report-case").first()).toBeVisible();
  await expect(page.getByTestId("report-figures")).toContainText("Average precision");
  await keepScreenshot(page, "report");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByTestId("page-report")).toBeHidden();
  const paper = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  expect(paper.toString("latin1").match(/\/Type\s*\/Page\b/gu)?.length).toBeGreaterThanOrEqual(2);
});
