/** @file Finding a case by its identifier, with the keyboard alone. */
import { expect, test, untilPrepared } from "./open-overread";

test("a search leads to its first case, and the keys that follow belong to the image", async ({
  overread: { page },
}) => {
  await untilPrepared(page);
  await page.keyboard.press("/");
  await page.keyboard.type("94399962");
  await expect(page.getByTestId("worklist-row")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("corners")).toContainText("94399962");
  await page.keyboard.press("i");
  await expect(page.getByTestId("corners")).toContainText("inverted");
  await expect(page.getByTestId("worklist-search")).toHaveValue("94399962");

  await page.keyboard.press("/");
  await page.keyboard.press("Escape");
  await page.keyboard.press("i");
  await expect(page.getByTestId("corners")).not.toContainText("inverted");
});
