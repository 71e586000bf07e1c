/** @file The detectors that come with the program. */
import { stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checksumFile } from "../../../../../src-main/data/models/checksum-file";
import { knownCard } from "../../../../../src-main/data/models/known-models";
import { shippedModels } from "../../../../../src-main/data/models/shipped-models";

const resources = fileURLToPath(new URL("../../../../../resources", import.meta.url));

test("the demo detector is shipped with a card that says what it is for", async () => {
  const [model] = await shippedModels(resources);
  expect(path.basename(model!.file)).toBe("compact-frcnn.onnx");
  expect(model!.card.intendedUse).toContain("Not for clinical use");
});

test("a file is known by its checksum, not by its size alone", async () => {
  const [model] = await shippedModels(resources);
  const fileBytes = (await stat(model!.file)).size;
  const sha256 = await checksumFile(model!.file);
  expect(await knownCard({ sha256, fileBytes }, resources)).toEqual(model!.card);
  expect(await knownCard({ sha256: "0".repeat(64), fileBytes }, resources)).toBeUndefined();
});
