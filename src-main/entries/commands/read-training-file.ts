/** @file Reads how a detector is to be trained from a file that names model and splits as a person does. */
import { basename, resolve } from "node:path";
import { z } from "zod";
import { Failure } from "../../../src-shared/domain/failure";
import { TrainingConfig } from "../../../src-shared/domain/training";
import { describeIssues } from "../../services/calls/describe-issues";
import { readJsonFile } from "../../services/files/read-json-file";
import type { CommandClient } from "./command-context";
import { findByName } from "./find-by-name";
import { refuseStrangeFields } from "./refuse-strange-fields";

const Name = z.string().trim().min(1);

/** Everything but the name. A field with a slip in its own would otherwise be a default that nobody asked for. */
export const SharedSettings = z.strictObject({
  ...TrainingConfig.omit({ name: true, modelId: true, trainSplitId: true, validationSplitId: true }).shape,
  model: Name,
  trainSplit: Name.default("train"),
  validationSplit: Name.default("val"),
});

const TrainingFile = z.strictObject({ name: TrainingConfig.shape.name, ...SharedSettings.shape });

/** What is left out is as in the notebook.
 * @throws {Failure} `not-found` for the file, the model or a split; `invalid-input` in one sentence about a field */
export async function readTrainingFile(client: CommandClient, file: string): Promise<TrainingConfig> {
  const json = await readJsonFile(resolve(file), "how to train a detector");
  const parsed = TrainingFile.safeParse(json);
  if (!parsed.success) throw refuseFile(parsed.error, json, { name: basename(file), what: "training" });
  refuseStrangeFields(json, parsed.data, basename(file));
  const { name, ...settings } = parsed.data;
  return { name, ...(await withIdentifiers(client, settings)) };
}

/** @throws {Failure} `not-found` for the model or a split */
export async function withIdentifiers(
  client: CommandClient,
  { model, trainSplit, validationSplit, ...config }: z.infer<typeof SharedSettings>,
): Promise<Omit<TrainingConfig, "name">> {
  // Later data sets stand later in the list; where two have a split of one name, the newer one is meant.
  const splits = (await client.datasets.splits()).toReversed();
  return {
    ...config,
    modelId: findByName(await client.models.list(), model, "model").id,
    trainSplitId: findByName(splits, trainSplit, "split").id,
    validationSplitId: findByName(splits, validationSplit, "split").id,
  };
}

/** `what` the file describes. */
export function refuseFile(
  error: z.ZodError,
  json: unknown,
  { name, what }: { readonly name: string; readonly what: "training" | "sweep" },
): Failure {
  const [issue] = error.issues;
  if (issue?.code !== "unrecognized_keys")
    return new Failure("invalid-input", describeIssues(error.issues, json, name));
  const field = [...issue.path, issue.keys[0]!].join(".");
  const known = what === "training" || issue.path[0] === "base" ? knownSettings(what) : "";
  return new Failure("invalid-input", `${name} has a field ${field}, which a ${what} does not know${known}.`);
}

function knownSettings(what: "training" | "sweep"): string {
  const { shape } = what === "training" ? TrainingFile : SharedSettings;
  return `; it knows ${Object.keys(shape).join(", ")}`;
}
