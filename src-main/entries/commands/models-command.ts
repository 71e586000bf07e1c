/** @file `overread models list` and `overread models remove`: the model registry of a project. */
import { withProject, type CommandContext } from "./command-context";
import { findByName } from "./find-by-name";
import { formatTable } from "./format-table";

export interface ListModelsOptions {
  readonly project: string;
  readonly json: boolean;
}

export async function listModelsCommand(context: CommandContext, { project, json }: ListModelsOptions): Promise<void> {
  await withProject(context, { path: project }, async ({ client }) => {
    const models = await client.models.list();
    if (json) return context.terminal.print(JSON.stringify(models, undefined, 2));
    const rows = models.map(({ name, card, facts, fileBytes, sha256 }) => [
      name,
      facts?.format ?? "onnx",
      card.convention,
      card.input.widthPx === undefined ? "any" : `${card.input.widthPx} × ${card.input.heightPx}`,
      describeLabels(Object.values(card.labels)),
      `${(fileBytes / 1e6).toFixed(1)} MB`,
      sha256.slice(0, 12),
    ]);
    const head = ["Name", "Format", "Convention", "Input", "Labels", "Size", "SHA-256"];
    context.terminal.print(formatTable({ head, rows }));
  });
}

const LABELS_SHOWN = 4;

function describeLabels(labels: readonly string[]): string {
  const more = labels.length > LABELS_SHOWN ? `, … ${labels.length} in all` : "";
  return labels.slice(0, LABELS_SHOWN).join(", ") + more;
}

export interface RemoveModelOptions extends ListModelsOptions {
  readonly model: string;
}

export async function removeModelCommand(context: CommandContext, options: RemoveModelOptions): Promise<void> {
  await withProject(context, { path: options.project }, async ({ client }) => {
    const model = findByName(await client.models.list(), options.model, "model");
    await client.models.remove({ modelId: model.id });
    const words = `Removed ${model.name} with its file and its benchmarks.`;
    context.terminal.print(options.json ? JSON.stringify({ removed: model.name }, undefined, 2) : words);
  });
}
