/** @file The training form: read and filled without a mouse, what is missing said, and comparisons kept by the address. */
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { writeSmallCheckpoint } from "../../builders/build-checkpoint";
import { addCheckpoint } from "./add-checkpoint";
import { keepScreenshot } from "./keep-screenshot";
import { expect, test, untilPrepared } from "./open-overread";

const TRAINING_MS = 120_000;

test.setTimeout(4 * 60_000);

test("keys alone read what a setting does, change it, and begin nothing by accident", async ({
  overread: { page },
}) => {
  await untilPrepared(page);
  await page.getByTestId("page-training").click();
  await page.mouse.move(0, 0);
  const plan = page.getByTestId("train-plan");
  await expect(plan).toContainText("25 in all");
  const epochs = page.getByTestId("train-epochs");
  await expect(epochs).toHaveAccessibleDescription(/How often every image is seen/u);
  await expect(page.getByText("How often every image is seen")).toBeHidden();
  await epochs.focus();
  await expect(page.getByText("How often every image is seen")).toBeVisible();
  await page.keyboard.press("ArrowUp");
  await expect(plan).toContainText("30 in all");
  // Hours of work are begun by the button alone.
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByText("How often every image is seen")).toBeHidden();
  await expect(page.getByText("The model is corrected a little after each step")).toBeVisible();
  await expect(page.getByTestId("train-batchSize")).toBeFocused();

  const group = page.getByTestId("train-learning").locator("summary");
  await group.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByTestId("train-optimizer")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("option", { name: "AdamW" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("train-optimizer")).toHaveValue("AdamW");
  await expect(page.getByText("No training yet")).toBeVisible();
  await keepScreenshot(page, "training-form");
});

test("without a name, or with a number that does not count, the form says so and shows no plan", async ({
  overread: { page },
}) => {
  await untilPrepared(page);
  await page.getByTestId("page-training").click();
  const plan = page.getByTestId("train-plan");
  await expect(plan).toContainText("Learns from 9 images");
  await page.getByTestId("train-name").fill(" ");
  await expect(plan).toHaveText("It needs a name, which the model that comes of it will have too.");
  await expect(page.getByTestId("train-start")).toBeDisabled();
  await page.getByTestId("train-name").fill("long");
  await page.getByTestId("train-epochs").fill("0");
  await expect(plan).toContainText("What stands in “Rounds (epochs)” does not count");
  await page.getByTestId("train-start").click();
  await expect(page.getByTestId("train-epochs")).toBeFocused();
  await page.getByTestId("train-reset").click();
  await expect(plan).toContainText("Learns from 9 images");
});

test("trainings that are compared are so again after a reload", async ({ overread: { page }, scratch }) => {
  const file = join(scratch, "small.pth");
  await writeSmallCheckpoint(file);
  await untilPrepared(page);
  await addCheckpoint(page, file);
  await page.getByTestId("page-training").click();
  for (const name of ["one", "two"]) await train(page, name);
  await page.getByTestId("training-compare").last().check();
  await page.getByText("By epochs").click();
  await page.reload();
  const compared = page.getByTestId("compared-trainings");
  await expect(compared).toContainText("one", { timeout: TRAINING_MS });
  await expect(compared).toContainText("two");
  await expect(page.getByRole("radio", { name: "By epochs" })).toBeChecked();
});

async function train(page: Page, name: string): Promise<void> {
  await page.getByTestId("train-name").fill(name);
  await page.getByTestId("train-epochs").fill("1");
  await page.getByTestId("train-start").click();
  await expect(page.getByTestId("watched-training")).toContainText(name, { timeout: TRAINING_MS });
  await expect(page.getByTestId("training-state").first()).toHaveText("complete", { timeout: TRAINING_MS });
}
