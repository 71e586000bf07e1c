/** @file A checkpoint as it was saved: dropped, looked into, registered, timed, and its weights written anew. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { writeSmallCheckpoint } from "../../builders/build-checkpoint";
import { exportModel, readWeights } from "./export-model";
import { keepScreenshot } from "./keep-screenshot";
import { expect, test, untilPrepared } from "./open-overread";

/** As a file manager would: the page sees a File, and the pointer over itself first. */
async function dropFile(page: Page, name: string, bytes: Buffer): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([fileName, base64]) => {
      const transfer = new DataTransfer();
      const content = Uint8Array.from(atob(base64), (character) => character.codePointAt(0)!);
      transfer.items.add(new File([content], fileName));
      return transfer;
    },
    [name, bytes.toString("base64")] as const,
  );
  await page.dispatchEvent("body", "dragenter", { dataTransfer });
  await expect(page.getByTestId("model-drop")).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer });
}

async function addByPath(page: Page, file: string): Promise<void> {
  await page.getByTestId("page-models").click();
  await page.getByTestId("add-model").click();
  await page.getByTestId("model-file").fill(file);
  await page.getByTestId("model-file").press("Enter");
}

async function register(page: Page, name: string): Promise<void> {
  await expect(page.getByTestId("inspection")).toContainText("Faster R-CNN");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByTestId("card-submit").click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(model(page, name)).toBeVisible({ timeout: 60_000 });
}

function model(page: Page, name: string) {
  return page.getByTestId("model").filter({ has: page.getByText(name, { exact: true }) });
}

test("a checkpoint dropped on the window is read, tried and registered", async ({ overread: { page }, scratch }, {
  project,
}) => {
  test.skip(project.name === "desktop", "A script cannot drop a file that lies in a folder on an Electron window.");
  const file = join(scratch, "small.pth");
  await writeSmallCheckpoint(file);
  await untilPrepared(page);
  await dropFile(page, "small.pth", await readFile(file));
  await expect(page.getByRole("dialog")).toContainText("Add small.pth");
  await expect(page.getByTestId("inspection")).toContainText(/\d+\.\d k \(\d{3},\d{3}\)/u);
  await expect(page.getByTestId("card-convention")).toHaveValue(/checkpoint/u);
  await keepScreenshot(page, "model-dropped");
  await register(page, "Dropped checkpoint");
  await expect(model(page, "Dropped checkpoint")).toContainText("feature pyramid of 16");
});

test("a checkpoint of a path is timed, its card edited, and its weights exported", async ({
  overread: { page },
  scratch,
}) => {
  // Five jobs one after the other, each in a process that loads the runtime.
  test.slow();
  const file = join(scratch, "small.safetensors");
  await writeSmallCheckpoint(file);
  await untilPrepared(page);
  await addByPath(page, file);
  await register(page, "Small checkpoint");

  const line = model(page, "Small checkpoint");
  await line.getByTestId("edit-card").click();
  await page.getByTestId("card-network").locator("summary").click();
  await page.getByLabel("Shorter side, px").fill("wide");
  await page.getByTestId("card-network").locator("summary").click();
  await page.getByTestId("card-submit").click();
  await expect(page.getByRole("dialog")).toContainText("“wide” is not a whole number from 1 to 8192.");
  await expect(page.getByLabel("Shorter side, px")).toBeFocused();
  await page.getByLabel("Shorter side, px").fill("224");
  await page.getByLabel("Longer side at most, px").fill("256");
  await page.getByTestId("card-submit").click();
  await expect(line).toContainText("shorter side 224 px, longer side up to 256 px");

  await line.getByTestId("benchmark").click();
  const cpu = line.getByTestId("benchmark-cpu-single");
  await expect(cpu).toHaveAttribute("data-outcome", "measured", { timeout: 90_000 });
  await expect(line.getByTestId("job-progress")).toHaveCount(0, { timeout: 90_000 });
  await expect(line.getByTestId("benchmark-cpu-half")).toBeVisible();
  await line.scrollIntoViewIfNeeded();
  await keepScreenshot(page, "model-benchmark");

  await line.getByTestId("export-model").click();
  await exportModel(page, { folder: scratch, name: "exported" });
  expect(await readWeights(join(scratch, "exported.safetensors"))).toEqual(await readWeights(file));

  await page.getByTestId("page-runs").click();
  await page.getByTestId("detect-model").click();
  await page.getByRole("option", { name: "Small checkpoint" }).click();
  await page.getByTestId("detect-precision").click();
  await page.getByRole("option", { name: "Half" }).click();
  await page.getByTestId("detect-start").click();
  const run = page.getByTestId("run").filter({ hasText: "half precision" });
  await expect(run).toContainText("complete", { timeout: 90_000 });
  await keepScreenshot(page, "run-half-precision");
});

test("a file that is no checkpoint, and one that is no model, are refused in a sentence", async ({
  overread: { page },
  scratch,
}) => {
  const file = join(scratch, "classifier.pth");
  await writeFile(file, "not a checkpoint");
  await addByPath(page, file);
  await expect(page.getByRole("dialog").getByTestId("failure")).toContainText("classifier.pth");
  await expect(page.getByTestId("inspection")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await dropFile(page, "chest.dcm", Buffer.from("DICM"));
  await expect(page.getByText("“chest.dcm” is no model file", { exact: false })).toBeVisible();
});
