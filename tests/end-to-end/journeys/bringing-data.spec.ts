/** @file A researcher's own data: a new project, an import with problems, a refused model, the devices. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildDatasetFiles } from "../../builders/build-dataset";
import { keepScreenshot } from "./keep-screenshot";
import { expect, test } from "./open-overread";

test("an import says what it met, and nothing of it is silently dropped", async ({ overread: { page }, scratch }) => {
  const files = buildDatasetFiles({
    images: { "patient-1": {}, "patient-2": {}, "patient-3": {} },
    labels: ["patient-1,10,10,30,20,1", "patient-1,10,10,30,20,1", "patient-2,90,60,40,40,1", "patient-4,1,1,5,5,1"],
    files: { "images/broken.dcm": "this is no DICOM file" },
  });
  const source = join(scratch, "rsna");
  for (const [path, content] of files) {
    await mkdir(dirname(join(source, path)), { recursive: true });
    await writeFile(join(source, path), content);
  }
  await page.getByTestId("project-menu").click();
  await page.getByRole("menuitem", { name: /New project/u }).click();
  await page.getByTestId("project-name").fill("pneumonia");
  await page.getByTestId("project-parent").fill(scratch);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();

  await page.getByTestId("page-data").click();
  await page.getByTestId("import-source").fill(source);
  await page.getByTestId("import-start").click();
  await page.getByTestId("data-tab-report").click();
  const report = page.getByTestId("import-report");
  for (const words of ["broken.dcm", "patient-4", "patient-3"]) await expect(report).toContainText(words);
  await keepScreenshot(page, "import-report");
});

test("a file that is no detector is refused in one sentence", async ({ overread: { page }, scratch }) => {
  const file = join(scratch, "not-a-model.onnx");
  await writeFile(file, "not a model");
  await page.getByTestId("page-models").click();
  await page.getByTestId("add-model").click();
  await page.getByTestId("model-file").fill(file);
  await page.getByTestId("inspect-model").click();
  await expect(page.getByRole("dialog")).toContainText("not-a-model.onnx");
  await keepScreenshot(page, "model-refused");
});

test("the devices page says for each provider whether it works or why not", async ({ overread: { page } }) => {
  await page.getByTestId("page-devices").click();
  const cpu = page.getByTestId("device-cpu");
  await expect(cpu).toContainText("CPU");
  await expect(cpu).toContainText("ms", { timeout: 60_000 });
  for (const provider of ["cuda", "webgpu"]) await expect(page.getByTestId(`device-${provider}`)).toBeVisible();
  await keepScreenshot(page, "devices");
});
