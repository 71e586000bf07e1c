/** @file The toolbar over the image: numbers typed into it, and its tools on a small screen. */
import { expect, test, untilPrepared } from "./open-overread";

test("a window number takes effect whole, and nonsense brings the old one back", async ({ overread: { page } }) => {
  await untilPrepared(page);
  const width = page.getByTestId("window-width");
  const corner = page.getByTestId("corner-window");
  await expect(corner).toHaveText("C 128 W 256");

  await width.fill("4");
  await expect(corner).toHaveText("C 128 W 256");
  await width.fill("4001");
  await width.press("Enter");
  await expect(corner).toHaveText("C 128 W 4001");
  expect(await width.evaluate((field) => field.scrollWidth <= field.clientWidth)).toBe(true);

  for (const nonsense of ["", "abc"]) {
    await width.fill(nonsense);
    await width.press("Tab");
    await expect(width).toHaveValue("W 4001");
  }
  await width.fill("17");
  await width.press("Escape");
  await expect(width).toHaveValue("W 4001");
  await width.press("ArrowUp");
  await expect(corner).toHaveText("C 128 W 4002");
  await width.press("ControlOrMeta+a");
  await page.keyboard.type("0");
  await width.press("Tab");
  await expect(corner).toHaveText("C 128 W 1");
});

test("on a small screen the tools keep to one line, and those left out stand in a menu", async ({
  overread: { page },
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.reload();
  await untilPrepared(page);
  const heightPx = (await page.getByRole("toolbar").boundingBox())!.height;
  expect(heightPx).toBeLessThan(45);
  await expect(page.getByRole("button", { name: "Rotate by 90°" })).toBeHidden();
  await page.getByRole("button", { name: /^Turn, flip/u }).click();
  await page.getByRole("menuitem", { name: /Rotate by 90°/u }).click();
  await expect(page.getByTestId("corners")).toContainText("rotated 90°");
});
