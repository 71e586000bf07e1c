/** @file Writes the weights of a registered checkpoint to a file of the person's choice. */
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, extname, resolve } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import { openCheckpoint } from "../../data/models/open-checkpoint";
import { writeCheckpoint } from "../../data/models/write-checkpoint";
import type { StoredModel } from "../../data/store/models";
import { isCheckpoint } from "./is-checkpoint";

const ENDINGS = new Set([".pth", ".pt", ".safetensors"]);

/** @throws {Failure} `unsupported` for a model that is no checkpoint, `invalid-input` for another ending, `not-found`
 * when the folder is not there, `conflict` for the registered file itself. */
export async function exportModel(
  model: StoredModel,
  { projectFolder, file }: { readonly projectFolder: string; readonly file: string },
): Promise<{ file: string; fileBytes: number }> {
  if (!isCheckpoint(model)) {
    const sentence = `${model.name} is an ONNX model, whose weights stand in its own file; a checkpoint was expected.`;
    throw new Failure("unsupported", sentence);
  }
  if (!ENDINGS.has(extname(file).toLowerCase())) {
    throw new Failure("invalid-input", `${file} ends in neither .pth, .pt nor .safetensors; one of them was expected.`);
  }
  if (!existsSync(dirname(file))) throw new Failure("not-found", `There is no folder ${dirname(file)} to write to.`);
  const source = resolve(projectFolder, model.file);
  if (file === source) {
    throw new Failure("conflict", `${file} is the project's own copy; another file was expected.`);
  }
  const checkpoint = await openCheckpoint(source);
  try {
    await writeCheckpoint(checkpoint.tensors.values(), file);
  } finally {
    await checkpoint.close();
  }
  return { file, fileBytes: (await stat(file)).size };
}
