/** @file Reads how a detector is to be trained from a file that names model and splits as a person does. */
import { basename, resolve } from "node:path";
import { z } from "zod";
import { Failure } from "../../../src-shared/domain/failure";
import { TrainingConfig } from "../../../src-shared/domain/training";
import { describeIssues } from "../../services/calls/describe-issues";
import { readJsonFile } from "../../services/files/read-json-file";
import type { CommandClient } from "./command-context";
import { findByName } from "./find-by-name";

const Name = z.string().trim().min(1);

/** A field with a slip in its name would otherwise be a default that nobody asked for. */
const TrainingFile = z.strictObject({
  ...TrainingConfig.omit({ modelId: true, trainSplitId: true, validationSplitId: true }).shape,
  model: Name,
  trainSplit: Name.default("train"),
  validationSplit: Name.default("val"),
});

/** What is left out is as in the notebook.
 * @throws {Failure} `not-found` for the file, the model or a split; `invalid-input` in one sentence about a field */
export async function readTrainingFile(client: CommandClient, file: string): Promise<TrainingConfig> {
  const json = await readJsonFile(resolve(file), "how to train a detector");
  const parsed = TrainingFile.safeParse(json);
  if (!parsed.success) throw new Failure("invalid-input", refusal(parsed.error, json, basename(file)));
  const { model, trainSplit, validationSplit, ...config } = parsed.data;
  // Later data sets stand later in the list; where two have a split of one name, the newer one is meant.
  const splits = (await client.datasets.splits()).toReversed();
  return {
    ...config,
    modelId: findByName(await client.models.list(), model, "model").id,
    trainSplitId: findByName(splits, trainSplit, "split").id,
    validationSplitId: findByName(splits, validationSplit, "split").id,
  };
}

function refusal(error: z.ZodError, json: unknown, file: string): string {
  const [issue] = error.issues;
  if (issue?.code !== "unrecognized_keys") return describeIssues(error.issues, json, file);
  const known = Object.keys(TrainingFile.shape).join(", ");
  return `${file} has a field ${issue.keys[0]}, which a training does not know; it knows ${known}.`;
}
