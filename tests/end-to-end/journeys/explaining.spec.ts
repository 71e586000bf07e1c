/** @file Why did it say so: heat maps of errors, what they are worth, and those of a whole run. */
import type { Page } from "@playwright/test";
import { keepScreenshot } from "./keep-screenshot";
import { expect, test, untilPrepared } from "./open-overread";

/** A map takes a second; the machine of a journey may be busy. */
const MAP_MS = 60_000;

test("three keys lead from anywhere to the map of the most confident false positive, and what it is worth", async ({
  overread: { page },
}) => {
  test.slow();
  await untilPrepared(page);
  await expect(page.getByTestId("map-legend")).toHaveCount(0);
  for (const key of ["e", "n", "7"]) await page.keyboard.press(key);
  await untilMapIsShown(page);
  await expect(page.getByTestId("map-legend")).toContainText("layer3");
  await expect(page.locator("#error-list-0")).toHaveAttribute("aria-selected", "true");
  await keepScreenshot(page, "explaining-false-positive");

  await page.getByTestId("tab-explanation").click();
  await expect(page.getByTestId("explained")).toContainText("False positive");
  await expect(page.getByTestId("map-grade")).toBeVisible();
  await page.getByTestId("map-details").click();
  await expect(page.getByTestId("measure-energyInBox")).toHaveText(/^\d\.\d\d$/u);
  await expect(page.getByTestId("measure-deletion")).toHaveText("–");
  await keepScreenshot(page, "explaining-panel");

  await page.keyboard.press("9");
  await expect(page.getByTestId("view")).toHaveCount(3);
  await keepScreenshot(page, "explaining-three-views");
  await page.keyboard.press("9");
  await expect(page.getByTestId("view")).toHaveCount(1);

  await page.keyboard.press("7");
  await expect(page.getByTestId("map-legend")).toHaveCount(0);
  await expect(page.getByTestId("toggle-map")).toHaveText("Show the heat map");
});

test("a missed box tells whether the model saw it, while the panel stays open from error to error", async ({
  overread: { page },
}) => {
  test.slow();
  await untilPrepared(page);
  for (const key of ["s", "n", "8"]) await page.keyboard.press(key);
  await page.getByTestId("tab-explanation").click();
  await expect(page.getByTestId("explained")).toContainText("Missed");
  await expect(page.getByTestId("miss-standing")).toContainText(/seen/iu, { timeout: MAP_MS });
  await keepScreenshot(page, "explaining-miss");
  const first = await page.getByTestId("map-words").textContent();
  await page.keyboard.press("n");
  await untilMapIsShown(page);
  await expect(page.getByTestId("explanation")).toBeVisible();
  expect(first).toContain("the missed");
});

test("maps of a few errors of each kind show whether right and wrong ones differ, and lead to their cases", async ({
  overread: { page },
}) => {
  test.slow();
  await untilPrepared(page);
  await page.getByTestId("page-explanation").click();
  await page.getByTestId("explain-limit").fill("3");
  await page.getByTestId("explain-start").click();
  await expect(page.getByTestId("explain-outcome")).toContainText(/\d+ maps? made/u, { timeout: 2 * MAP_MS });
  const rows = page.getByTestId("chart-map-energyInBox");
  for (const outcome of ["true-positive", "false-positive", "miss"]) {
    await expect(rows.getByTestId(`distribution-${outcome}`)).toContainText("n = 3");
  }
  await expect(page.getByTestId("map-sentences")).toContainText("too few maps to compare");
  await keepScreenshot(page, "explaining-run");

  await rows.getByTestId("distribution-false-positive").getByTestId("distribution-bin").first().click();
  await expect(page.getByTestId("case-chip")).toContainText("Wrong boxes");
  await expect(page.getByTestId("explained")).toContainText("False positive");
  await untilMapIsShown(page);

  await page.getByTestId("page-explanation").click();
  await page.getByTestId("remove-maps").click();
  await page.getByTestId("confirm").click();
  await expect(page.getByText("No box of this run has a heat map yet")).toBeVisible();
  await expect(page.getByTestId("remove-maps")).toHaveCount(0);
  await page.getByTestId("page-reading").click();
  await expect(page.getByTestId("map-legend")).toHaveCount(0);
});

async function untilMapIsShown(page: Page): Promise<void> {
  await expect(page.getByTestId("map-legend")).toHaveAttribute("data-state", "ready", { timeout: MAP_MS });
}
