/** @file Writes a model to a file through the dialog, and reads weights of such a file back. */
import { expect, type Page } from "@playwright/test";
import { openCheckpoint } from "../../../src-main/data/models/open-checkpoint";

export interface ModelExport {
  readonly folder: string;
  readonly name: string;
  /** As the dialog names it; absent: as it proposes. */
  readonly format?: string;
}

/** The dialog is open. */
export async function exportModel(page: Page, { folder, name, format }: ModelExport): Promise<void> {
  await page.getByTestId("export-folder").fill(folder);
  await page.getByTestId("export-name").fill(name);
  if (format !== undefined) {
    await page.getByTestId("export-format").click();
    await page.getByRole("option", { name: format, exact: true }).click();
  }
  await page.getByTestId("export-start").click();
  // A graph is tried before it gets its name.
  await expect(page.getByRole("dialog")).toBeHidden({ timeout: 60_000 });
}

/** Format and tensors of a file of weights. */
export async function readWeights(file: string) {
  const checkpoint = await openCheckpoint(file);
  try {
    const tensors = new Map<string, readonly number[]>();
    for (const [name, tensor] of checkpoint.tensors) {
      const { data } = await tensor.load();
      tensors.set(name, Array.from(data, Number));
    }
    return { format: checkpoint.format, tensors };
  } finally {
    await checkpoint.close();
  }
}
