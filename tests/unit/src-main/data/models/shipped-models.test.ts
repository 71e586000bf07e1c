/** @file The detectors that come with the program. */
import { stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checksumFile } from "../../../../../src-main/data/models/checksum-file";
import { knownCard } from "../../../../../src-main/data/models/known-models";
import { shippedModels } from "../../../../../src-main/data/models/shipped-models";
import { readModelFacts } from "../../../../../src-main/jobs/read-model-facts";

const resources = fileURLToPath(new URL("../../../../../resources", import.meta.url));

test("the demo detector is shipped with a card that says what it is for", async () => {
  const [model] = await shippedModels(resources);
  expect(path.basename(model!.file)).toBe("compact-frcnn.onnx");
  expect(model!.card.intendedUse).toContain("Not for clinical use");
});

test("a detector that this program trained is shipped beside it as weights, whose card says how they were made", async () => {
  const made = (await shippedModels(resources)).at(-1)!;
  expect(path.basename(made.file)).toBe("tuned-compact-frcnn.safetensors");
  expect(made.card).toMatchObject({ name: "tuned-compact-frcnn", convention: "checkpoint" });
  for (const told of ["data a6c3a06d8171", "seed", "95 %"]) expect(made.card.description).toContain(told);
  expect(made.card.intendedUse).toContain("Not for clinical use");
  expect(await readModelFacts(made.file)).toMatchObject({
    format: "safetensors",
    conventions: ["checkpoint"],
    classes: 2,
  });
});

test("a file is known by its checksum, not by its size alone", async () => {
  const [model] = await shippedModels(resources);
  const fileBytes = (await stat(model!.file)).size;
  const sha256 = await checksumFile(model!.file);
  expect(await knownCard({ sha256, fileBytes }, resources)).toEqual(model!.card);
  expect(await knownCard({ sha256: "0".repeat(64), fileBytes }, resources)).toBeUndefined();
});
