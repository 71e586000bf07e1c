/** @file `overread models add`: registers a model file with the card that the person asks for. */
import { resolve } from "node:path";
import type { Model, ModelCard } from "../../../src-shared/domain/model";
import { checksumModel } from "../../data/models/checksum-model";
import { checkpointFormatOf } from "../../data/models/open-checkpoint";
import { readCardFile } from "../../data/models/read-card";
import { readOnnx } from "../../data/models/read-onnx";
import { requireModelFile } from "../../jobs/inspect-model";
import { chooseCard, type CardWishes } from "./choose-card";
import { withProject, type CommandClient, type CommandContext } from "./command-context";
import { describeReading } from "./describe-reading";
import { followJob } from "./follow-job";

export interface AddModelOptions extends CardWishes {
  readonly file: string;
  readonly card?: string | undefined;
  readonly project: string;
  readonly json: boolean;
}

export async function addModelCommand(context: CommandContext, options: AddModelOptions): Promise<void> {
  const { terminal } = context;
  const file = resolve(options.file);
  await requireModelFile(file);
  const given = options.card === undefined ? undefined : await readCardFile(options.card);
  await withProject(context, { path: options.project }, async ({ client }) => {
    const say = (model: Model, words: string): void =>
      terminal.print(options.json ? JSON.stringify(model, undefined, 2) : words);
    const same = await findSame(client, file);
    const card = await chooseCard({ client, file, given, wishes: options, tell: terminal.tell });
    // A new project brings the shipped models: adding one of them again is no mistake.
    if (same) return say(...(await takeCard(client, same, card)));
    const known = new Set((await client.models.list()).map(({ id }) => id));
    await followJob({ client, terminal }, () => client.models.add({ file, ...(card && { card }) }));
    const added = (await client.models.list()).find(({ id }) => !known.has(id))!;
    for (const warning of added.facts?.warnings ?? []) terminal.tell(warning);
    return say(added, `Added ${added.name}, ${describeReading(added)}`);
  });
}

async function findSame(client: CommandClient, file: string): Promise<Model | undefined> {
  const dataFiles = checkpointFormatOf(file) === undefined ? readOnnx(file).dataFiles : [];
  const { sha256 } = await checksumModel({ file, dataFiles });
  return (await client.models.list()).find((model) => model.sha256 === sha256);
}

async function takeCard(
  client: CommandClient,
  same: Model,
  card: ModelCard | undefined,
): Promise<readonly [Model, string]> {
  if (!card) return [same, `The project has this file already, as ${same.name}.`];
  const model = await client.models.updateCard({ modelId: same.id, card });
  return [model, `The project had this file already; ${model.name} has the new card now.`];
}
