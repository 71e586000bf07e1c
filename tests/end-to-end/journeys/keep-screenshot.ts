/** @file Keeps a picture of the window beside the journeys, so that people look at what a change did. */
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";

const FOLDER = new URL("../screenshots/", import.meta.url);

export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, FOLDER)), animations: "disabled" });
}
