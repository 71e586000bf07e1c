/** @file Training: a batch looked at, begun, watched, paused, gone on, stopped, and compared with another. */
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { readOnnx } from "../../../src-main/data/models/read-onnx";
import { MODEL_FORMATS } from "../../../src-renderer/components/model-formats";
import { writeSmallCheckpoint } from "../../builders/build-checkpoint";
import { exportModel, readWeights } from "./export-model";
import { addCheckpoint } from "./add-checkpoint";
import { keepScreenshot } from "./keep-screenshot";
import { expect, test, untilPrepared } from "./open-overread";

const TRAINING_MS = 120_000;

// Each trains a network several times, on whatever the machine has.
test.setTimeout(5 * 60_000);

test("a training is previewed, begun, watched, paused, gone on and stopped, and its curves laid over another's", async ({
  overread: { page },
  scratch,
}) => {
  await openTraining(page, scratch);
  await expect(page.getByTestId("train-plan")).toContainText(/Learns from \d+ images? with \d+ box/u);
  await page.getByTestId("train-preview").click();
  await expect(page.getByRole("img", { name: /augmented/u }).first()).toBeVisible();
  await page.getByTestId("batch-next").click();
  await expect(page.getByTestId("batch-place")).toContainText("Step 2");
  await keepScreenshot(page, "training-preview");
  await page.getByTestId("train-preview").click();

  // A number that does not count begins nothing, and stays to be mended.
  const epochs = page.getByTestId("train-epochs");
  await epochs.fill("0");
  await page.getByTestId("train-name").fill("long");
  await page.getByTestId("train-start").click();
  await expect(epochs).toBeFocused();
  await expect(epochs).toHaveValue("0");
  await epochs.fill("400");
  await page.getByTestId("train-start").click();
  const watched = page.getByTestId("watched-training");
  await expect(watched).toContainText("long");
  await expect(page.getByTestId("training-loss")).toContainText(/\d\.\d/u, { timeout: TRAINING_MS });
  await expect(page.getByTestId("training-ap50")).toContainText(/\d\.\d{3}/u, { timeout: TRAINING_MS });

  await page.getByTestId("training-pause").click();
  await expect(page.getByTestId("training-state")).toHaveText("paused", { timeout: TRAINING_MS });
  const paused = await stepsDone(page);
  await page.getByTestId("training-resume").click();
  await expect(page.getByTestId("training-state")).toHaveText("running", { timeout: TRAINING_MS });
  await expect.poll(() => stepsDone(page), { timeout: TRAINING_MS }).toBeGreaterThan(paused);
  await page.getByTestId("training-stop").click();
  await page.getByTestId("confirm").click();
  await expect(page.getByTestId("training-state")).toHaveText("stopped", { timeout: TRAINING_MS });

  await page.getByTestId("train-name").fill("short");
  await page.getByTestId("train-epochs").fill("1");
  await page.getByTestId("train-learning").locator("summary").click();
  await page.getByTestId("train-learningRate").fill("0.001");
  await page.getByTestId("train-start").click();
  await expect(page.getByTestId("training-state").first()).toHaveText("complete", { timeout: TRAINING_MS });
  await expect(page.getByTestId("training-outcome")).toContainText("the best epoch does better than");
  await page.getByTestId("training-compare").last().check();
  await expect(page.getByTestId("compared-trainings")).toContainText("Learning rate");
  await page.getByTestId("compared-trainings").scrollIntoViewIfNeeded();
  await keepScreenshot(page, "training-compared");

  await page.getByTestId("training-watch").last().click();
  await page.reload();
  await expect(watched).toContainText("long", { timeout: TRAINING_MS });

  await page.getByTestId("training-watch").first().click();
  await exportInEachFormat(page, scratch);
  await page.getByTestId("training-detect").click();
  await page.getByTestId("training-read").click({ timeout: TRAINING_MS });
  await expect(page.getByTestId("run-select")).toHaveValue(/short/u);
});

test("a sweep is begun, paused, gone on and ended, its best training watched and the whole removed", async ({
  overread: { page },
  scratch,
}) => {
  await openTraining(page, scratch);
  await page.getByTestId("train-name").fill("rates");
  await page.getByTestId("train-epochs").fill("1");
  await page.getByTestId("train-sweep").locator("summary").click();
  await page.getByTestId("train-sweepKind").click();
  await page.getByRole("option", { name: "Grid" }).click();
  await page.getByTestId("train-sweepLearningRates").fill("0.001, fast");
  await expect(page.getByTestId("train-plan")).toContainText("numbers above 0");
  await expect(page.getByTestId("train-start")).toBeDisabled();
  await page.getByTestId("train-sweepLearningRates").fill("0.001, 0.005");
  await expect(page.getByTestId("train-plan")).toContainText("2 trainings one after another");
  await page.getByTestId("train-start").click();

  const members = page.getByTestId("sweep-member");
  await expect(members).toHaveCount(2, { timeout: TRAINING_MS });
  await page.getByTestId("sweep-pause").click();
  await expect(page.getByTestId("sweep-progress")).toContainText("paused", { timeout: TRAINING_MS });
  await page.getByTestId("sweep-resume").click();
  await expect(page.getByTestId("sweep-progress")).toContainText("2 of 2 trainings ended", {
    timeout: 2 * TRAINING_MS,
  });
  await expect(page.getByTestId("sweep-start")).toHaveCount(1);
  await expect(page.getByTestId("sweep-start")).toContainText(/\d\.\d{3} \(\d\.\d{3} to \d\.\d{3}\)/u);
  await expect(page.getByTestId("sweep-gain").first()).toContainText(/\d\.\d{3} \(.+ to .+\)/u);
  await page.getByTestId("sweep-best").click();
  await expect(page.locator('[data-testid="sweep-member"][data-best="true"]')).toHaveAttribute("data-watched", "true");
  await keepScreenshot(page, "training-sweep");

  await page.getByTestId("sweep-remove").click();
  await page.getByTestId("confirm").click();
  await expect(page.getByText("No training yet")).toBeVisible();
});

/** Registers a small checkpoint to begin with, and shows the page of trainings. */
async function openTraining(page: Page, scratch: string): Promise<void> {
  const file = join(scratch, "small.pth");
  await writeSmallCheckpoint(file);
  await untilPrepared(page);
  await addCheckpoint(page, file);
  await page.getByTestId("page-training").click();
}

/** The same weights as safetensors and for PyTorch, and a graph that runs by itself. */
async function exportInEachFormat(page: Page, folder: string): Promise<void> {
  for (const format of Object.values(MODEL_FORMATS)) {
    await page.getByTestId("training-export").click();
    await exportModel(page, { folder, name: "made", format });
  }
  const safetensors = await readWeights(join(folder, "made.safetensors"));
  const torch = await readWeights(join(folder, "made.pth"));
  expect([safetensors.format, torch.format]).toEqual(["safetensors", "pytorch-zip"]);
  expect(torch.tensors.get("backbone.body.conv1.weight")).toHaveLength(8 * 3 * 7 * 7);
  expect(torch.tensors).toEqual(safetensors.tensors);
  const begun = await readWeights(join(folder, "small.pth"));
  expect([...torch.tensors.keys()].toSorted()).toEqual([...begun.tensors.keys()].toSorted());
  expect(torch.tensors).not.toEqual(begun.tensors);
  const { model, facts } = readOnnx(join(folder, "made.onnx"));
  expect(facts).toMatchObject({ format: "onnx", producer: "Overread" });
  expect(model.graph.outputs.map(({ name }) => name).toSorted()).toEqual(["boxes", "labels", "scores"]);

  await page.getByTestId("training-export").click();
  await page.getByTestId("export-folder").fill(folder);
  await page.getByTestId("export-name").fill("made");
  await expect(page.getByTestId("export-start")).toHaveText("Replace");
  await expect(page.getByRole("dialog")).toContainText(`Replaces ${join(folder, "made.safetensors")}`);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
}

/** "running · step 12 of 400 · …" */
async function stepsDone(page: Page): Promise<number> {
  const text = await page.getByTestId("training-progress").innerText();
  return Number(/step ([\d,]+)/u.exec(text)![1]!.replaceAll(",", ""));
}
