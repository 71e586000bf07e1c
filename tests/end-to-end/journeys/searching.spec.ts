/** @file Finding a case by its identifier, and one's place in the errors again, with the keyboard alone. */
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

test("a look at another case does not lose the place in the errors", async ({ overread: { page } }) => {
  await untilPrepared(page);
  const progress = page.getByTestId("review-progress");
  for (const place of [1, 2, 3]) {
    await page.keyboard.press("n");
    await expect(progress).toContainText(`${place} of `);
  }
  await page.keyboard.press("j");
  await expect(progress).not.toContainText(" of ");
  await page.keyboard.press("n");
  await expect(progress).toContainText("4 of ");
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await expect(progress).toContainText("3 of ");
});
