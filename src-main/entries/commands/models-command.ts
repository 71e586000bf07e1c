/** @file `overread models add` and `overread models list`: the model registry of a project. */
import type { Model } from "../../../src-shared/domain/model";
import { readCardFile } from "../../data/models/read-card";
import { withProject, type CommandContext } from "./command-context";
import { followJob } from "./follow-job";
import { formatTable } from "./format-table";

export interface AddModelOptions {
  readonly file: string;
  readonly card?: string | undefined;
  readonly project: string;
  readonly json: boolean;
}

export async function addModelCommand(context: CommandContext, options: AddModelOptions): Promise<void> {
  const { terminal } = context;
  const card = options.card === undefined ? undefined : await readCardFile(options.card);
  await withProject(context, { path: options.project }, async ({ client }) => {
    const say = (model: Model, words: string): void =>
      terminal.print(options.json ? JSON.stringify(model, undefined, 2) : words);
    const known = await client.models.list();
    const { sha256 } = await client.models.inspect({ file: options.file });
    const same = known.find((model) => model.sha256 === sha256);
    // A new project brings the shipped models: adding one of them again is no mistake.
    if (same && card) {
      const model = await client.models.updateCard({ modelId: same.id, card });
      return say(model, `The project had this file already; ${model.name} has the new card now.`);
    }
    if (same) return say(same, `The project has this file already, as ${same.name}.`);
    await followJob({ client, terminal }, () => client.models.add({ file: options.file, ...(card && { card }) }));
    const added = (await client.models.list()).find((model) => model.sha256 === sha256)!;
    return say(added, `Added ${added.name}.`);
  });
}

export interface ListModelsOptions {
  readonly project: string;
  readonly json: boolean;
}

export async function listModelsCommand(context: CommandContext, { project, json }: ListModelsOptions): Promise<void> {
  await withProject(context, { path: project }, async ({ client }) => {
    const models = await client.models.list();
    if (json) return context.terminal.print(JSON.stringify(models, undefined, 2));
    const rows = models.map(({ name, card, fileBytes, sha256 }) => [
      name,
      card.input.widthPx === undefined ? "any" : `${card.input.widthPx} × ${card.input.heightPx}`,
      Object.values(card.labels).join(", "),
      `${(fileBytes / 1e6).toFixed(1)} MB`,
      sha256.slice(0, 12),
    ]);
    context.terminal.print(formatTable({ head: ["Name", "Input", "Labels", "Size", "SHA-256"], rows }));
  });
}
