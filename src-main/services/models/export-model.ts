/** @file Writes a registered checkpoint to a file of the person's choice: its weights, or its whole network as ONNX. */
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, extname, resolve } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import { refusalOfFullDisk } from "../../data/files/refusal-of-full-disk";
import { openCheckpoint } from "../../data/models/open-checkpoint";
import { writeCheckpoint } from "../../data/models/write-checkpoint";
import type { StoredModel } from "../../data/store/models";
import { exportModel as exportGraph, fullDisk } from "../../jobs/export-model";
import type { OpenProject } from "../projects/open-project";
import type { ServiceContext } from "../service-context";
import { isCheckpoint } from "./is-checkpoint";

const WEIGHTS = new Set([".pth", ".pt", ".safetensors"]);
const GRAPH = ".onnx";

export interface ModelExport {
  readonly model: StoredModel;
  /** Absolute; its ending chooses the format. */
  readonly file: string;
  readonly signal: AbortSignal | undefined;
}

/** @throws {Failure} `unsupported` for a model that is no checkpoint, `invalid-input` for another ending, `not-found`
 * when the folder is not there, `conflict` for the registered file itself. */
export async function exportModel(
  { pool, waited }: Pick<ServiceContext, "pool" | "waited">,
  project: OpenProject,
  { model, file, signal: given }: ModelExport,
): Promise<{ file: string; fileBytes: number }> {
  const ending = extname(file).toLowerCase();
  const source = resolve(project.folder, model.file);
  requireExportable(model, { source, file });
  if (ending !== GRAPH) {
    await writeWeights(source, file);
    return { file, fileBytes: (await stat(file)).size };
  }
  const input = { modelFile: source, card: model.card, file };
  return waited.run({ project, subject: model.id, signal: given }, async (signal) => {
    const { fileBytes } = await pool.run(exportGraph, input, { signal }).result;
    return { file, fileBytes };
  });
}

function requireExportable(
  model: StoredModel,
  { source, file }: { readonly source: string; readonly file: string },
): void {
  const ending = extname(file).toLowerCase();
  if (!isCheckpoint(model)) {
    const sentence = `${model.name} is an ONNX model already, whose weights stand in its own file; a checkpoint was expected.`;
    throw new Failure("unsupported", sentence);
  }
  if (!WEIGHTS.has(ending) && ending !== GRAPH) {
    throw new Failure(
      "invalid-input",
      `${file} ends in none of .onnx, .pth, .pt and .safetensors; one of them was expected.`,
    );
  }
  if (!existsSync(dirname(file))) throw new Failure("not-found", `There is no folder ${dirname(file)} to write to.`);
  if (file === source) {
    throw new Failure("conflict", `${file} is the project's own copy; another file was expected.`);
  }
}

async function writeWeights(source: string, file: string): Promise<void> {
  const checkpoint = await openCheckpoint(source);
  try {
    await writeCheckpoint(checkpoint.tensors.values(), file);
  } catch (thrown) {
    throw refusalOfFullDisk(thrown, fullDisk(file));
  } finally {
    await checkpoint.close();
  }
}
