/** @file A radiologist's first minutes: the sample comes in, the hardest errors are one key away. */
import { expect, test, untilPrepared } from "./open-overread";
import { keepScreenshot } from "./keep-screenshot";

test("a first start shows a radiograph while the sample is prepared, and then its most confident mistakes", async ({
  overread: { page },
}) => {
  await expect(page.getByTestId("worklist-row")).not.toHaveCount(0);
  await expect(page.getByTestId("viewer")).toBeVisible();
  await expect(page.getByTestId("job-progress").first()).toBeVisible();
  await expect(page.getByText("Not a medical device", { exact: false }).first()).toBeVisible();

  await untilPrepared(page);
  await page.keyboard.press("n");
  await expect(page.locator("#error-list-0")).toHaveAttribute("aria-selected", "true");
  await expect(page.locator('[data-testid="finding"][data-selected="true"]')).toHaveCount(1);
  await keepScreenshot(page, "reading-room");

  await page.keyboard.press("n");
  await expect(page.locator("#error-list-1")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("b");
  await expect(page.locator("#error-list-0")).toHaveAttribute("aria-selected", "true");

  await page.keyboard.press("s");
  await page.keyboard.press("n");
  await expect(page.locator('[data-testid="finding"][data-selected="true"]')).toHaveAttribute("aria-label", /missed/u);
  await keepScreenshot(page, "error-browser-misses");
});

test("counts, list and overlay follow the score threshold together", async ({ overread: { page } }) => {
  await untilPrepared(page);
  const falsePositives = page.getByTestId("segment-false-positives");
  const before = Number(await falsePositives.textContent());
  const drawnBefore = await page.locator('[data-testid="finding"][data-kind="detections"]').count();
  await page.getByTestId("score-threshold").fill("0.1");
  await page.getByTestId("score-threshold").press("Enter");
  await expect.poll(async () => Number(await falsePositives.textContent())).toBeGreaterThan(before);
  await expect
    .poll(() => page.locator('[data-testid="finding"][data-kind="detections"]').count())
    .toBeGreaterThan(drawnBefore);
});

test("a review mark is kept over a restart, which opens at once, and can be undone", async ({ overread }) => {
  const { page } = overread;
  await untilPrepared(page);
  await page.keyboard.press("n");
  await page.keyboard.press("x");
  await expect(page.getByTestId("review-progress")).toContainText("1 reviewed");

  const again = await overread.restart();
  await expect(again.getByTestId("worklist-row")).not.toHaveCount(0);
  await expect(again.getByTestId("job-progress")).toHaveCount(0);
  await expect(again.getByTestId("review-progress")).toContainText("1 reviewed");
  await again.keyboard.press("Control+z");
  await expect(again.getByTestId("review-progress")).toContainText("0 reviewed");
});

test("window, orientation and measuring answer to the keyboard and the pointer", async ({ overread: { page } }) => {
  await expect(page.getByTestId("finding").first()).toBeVisible({ timeout: 90_000 });
  const stage = page.getByTestId("viewer");
  const box = (await stage.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const window = page.getByTestId("corner-window");
  const before = await window.textContent();
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 80, y + 40, { steps: 4 });
  await page.mouse.up();
  await expect(window).not.toHaveText(before!);

  await page.keyboard.press("l");
  await page.mouse.move(x - 100, y);
  await page.mouse.down();
  await page.mouse.move(x + 100, y, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByTestId("ruler-length")).toContainText("mm");
  await page.keyboard.press("i");
  await page.keyboard.press("r");
  await keepScreenshot(page, "measuring-inverted-rotated");
  await page.keyboard.press("c");
  await expect(window).toHaveText(before!);

  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Next unreviewed error");
  await keepScreenshot(page, "keyboard-help");
});
