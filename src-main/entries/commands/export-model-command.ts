/** @file `overread models export`: writes a checkpoint anew, its weights alone or its whole detector as one graph. */
import { extname, resolve } from "node:path";
import { withProject, type CommandContext } from "./command-context";
import { findByName } from "./find-by-name";
import { refuseUnwritable } from "./refuse-unwritable";

export interface ExportModelOptions {
  readonly project: string;
  readonly model: string;
  readonly out: string;
  readonly force: boolean;
  readonly json: boolean;
}

export async function exportModelCommand(context: CommandContext, options: ExportModelOptions): Promise<void> {
  const out = resolve(options.out);
  refuseUnwritable(out, options.force);
  await withProject(context, { path: options.project }, async ({ client }) => {
    const model = findByName(await client.models.list(), options.model, "model");
    const written = await client.models.export({ modelId: model.id, file: out });
    const what = extname(out).toLowerCase() === ".onnx" ? "as one graph, with its card" : "as weights";
    const words = `Wrote ${model.name} to ${written.file} ${what} (${(written.fileBytes / 1e6).toFixed(1)} MB).`;
    context.terminal.print(options.json ? JSON.stringify({ ...written, model: model.name }, undefined, 2) : words);
  });
}
