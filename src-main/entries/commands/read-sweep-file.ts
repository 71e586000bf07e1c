/** @file Reads a sweep from a file that names model, splits and augmentations as a person does. */
import { basename, resolve } from "node:path";
import { z } from "zod";
import {
  AUGMENTATION_PRESETS,
  AugmentationChoice,
  SweepConfig,
  SweepSearch,
  type AugmentationPreset,
} from "../../../src-shared/domain/sweep";
import { readJsonFile } from "../../services/files/read-json-file";
import type { CommandClient } from "./command-context";
import { refuseStrangeFields } from "./refuse-strange-fields";
import { refuseFile, SharedSettings, withIdentifiers } from "./read-training-file";

const PRESETS = Object.keys(AUGMENTATION_PRESETS) as [AugmentationPreset, ...AugmentationPreset[]];
const Choice = z.union([z.enum(PRESETS), AugmentationChoice], {
  error: `expected ${PRESETS.join(", ")}, or name and settings of another one`,
});
const augmentations = z.array(Choice).default([]);

const [Grid, Random] = SweepSearch.options;

const SweepFile = z.strictObject({
  name: SweepConfig.shape.name,
  base: SharedSettings,
  search: z.discriminatedUnion("kind", [
    z.strictObject({ ...Grid.shape, augmentations }),
    z.strictObject({ ...Random.shape, augmentations }),
  ]),
});

/** What is left out is as in the notebook.
 * @throws {Failure} `not-found` for the file, the model or a split; `invalid-input` in one sentence about a field */
export async function readSweepFile(client: CommandClient, file: string): Promise<SweepConfig> {
  const json = await readJsonFile(resolve(file), "how to sweep over trainings");
  const parsed = SweepFile.safeParse(json);
  if (!parsed.success) throw refuseFile(parsed.error, json, { name: basename(file), what: "sweep" });
  refuseStrangeFields(json, parsed.data, basename(file));
  const { name, base, search } = parsed.data;
  return {
    name,
    base: await withIdentifiers(client, base),
    search: { ...search, augmentations: search.augmentations.map(choiceOf) },
  };
}

function choiceOf(choice: z.infer<typeof Choice>): AugmentationChoice {
  return typeof choice === "string" ? { name: choice, settings: AUGMENTATION_PRESETS[choice] } : choice;
}
