/** @file Adds a checkpoint's weights to the models, with the card that is proposed for them. */
import { expect, type Page } from "@playwright/test";

/** `file` is absolute; what it holds is a Faster R-CNN. */
export async function addCheckpoint(page: Page, file: string): Promise<void> {
  await page.getByTestId("page-models").click();
  await page.getByTestId("add-model").click();
  await page.getByTestId("model-file").fill(file);
  await page.getByTestId("model-file").press("Enter");
  await expect(page.getByTestId("inspection")).toContainText("Faster R-CNN");
  await page.getByTestId("card-submit").click();
  await expect(page.getByRole("dialog")).toBeHidden();
}
