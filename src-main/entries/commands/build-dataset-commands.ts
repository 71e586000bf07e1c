/** @file The commands about tables of labels, as the person types them. */
import { type Command, InvalidArgumentError, Option } from "commander";
import {
  HIGHEST_SEED,
  NOTEBOOK_RECIPE,
  SPLIT_POPULATIONS,
  type SplitPopulation,
} from "../../../src-shared/domain/split";
import type { CommandContext } from "./command-context";
import { example, withJson } from "./command-options";
import type { ImageSize } from "../../services/overview-of-labels";
import { overviewCommand } from "./overview-command";
import { checkSplitCommand, splitCommand } from "./split-command";

export function addDatasetCommands(program: Command, context: CommandContext): void {
  addOverview(program, context);
  addSplit(program, context);
}

const LABELS = "a table in RSNA's format: patientId, x, y, width, height, Target";

function addOverview(program: Command, context: CommandContext): void {
  withJson(program.command("overview"))
    .description("count what a table of labels holds, and say what looks wrong in it")
    .addHelpText("after", example("overread overview labels.csv --json"))
    .argument("<labels.csv>", LABELS)
    .addOption(
      new Option("--image-size <width>x<height>", "size of the images in pixels, which the table does not tell")
        .argParser(parseSize)
        .default(RSNA_SIZE, "1024x1024"),
    )
    .action((labels: string, options: { imageSize: ImageSize; json: boolean }) =>
      overviewCommand(context, { labels, ...options }),
    );
}

/** All radiographs of RSNA's challenge are as large. */
const RSNA_SIZE: ImageSize = { widthPx: 1024, heightPx: 1024 };

function parseSize(text: string): ImageSize {
  const [widthPx = 0, heightPx = 0] = (/^(\d+)x(\d+)$/u.exec(text) ?? []).slice(1).map(Number);
  if (widthPx > 0 && heightPx > 0) return { widthPx, heightPx };
  throw new InvalidArgumentError("Expected was a size such as 1024x1024.");
}

interface SplitArguments {
  readonly seed: number;
  readonly population: SplitPopulation;
  readonly validation: number;
  readonly test: number;
  readonly output?: string;
  readonly force: boolean;
  readonly check?: string;
  readonly json: boolean;
}

function addSplit(program: Command, context: CommandContext): void {
  const { seed, population, validationFraction, testFraction } = NOTEBOOK_RECIPE;
  withJson(program.command("split"))
    .description("split the patients of a label table as scikit-learn's train_test_split does, or check a split")
    .addHelpText(
      "after",
      example("overread split labels.csv --seed 42 --output split.csv", "overread split --check split.csv"),
    )
    .argument("[labels.csv]", LABELS)
    .option("--seed <number>", "the random state", parseSeed, seed)
    .addOption(
      new Option("--population <who>", "patients with a positive row, or all")
        .choices(SPLIT_POPULATIONS)
        .default(population),
    )
    .option("--validation <share>", "share of the patients to validate on", parseShare, validationFraction)
    .option("--test <share>", "share of the patients to test on", parseShare, testFraction)
    .option("--output <file>", "write the table patientId,split, which an import reads")
    .option("--force", "replace the file if it exists", false)
    .addOption(
      new Option("--check <split.csv>", "refuse a table of a split in which a patient stands on two sides").conflicts([
        "output",
      ]),
    )
    .action((labels: string | undefined, options: SplitArguments, command: Command) => {
      if (options.check !== undefined) return checkSplitCommand(context, { table: options.check, json: options.json });
      if (labels === undefined) command.error("error: split needs a table of labels, or --check <split.csv>");
      const { validation, test, ...others } = options;
      const recipe = { ...others, validationFraction: validation, testFraction: test, names: NOTEBOOK_RECIPE.names };
      return splitCommand(context, { ...recipe, labels });
    });
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (/^\d+$/u.test(text) && seed <= HIGHEST_SEED) return seed;
  throw new InvalidArgumentError(`Expected was a whole number from 0 to ${HIGHEST_SEED}.`);
}

function parseShare(text: string): number {
  const share = Number(text);
  if (text.trim() !== "" && share >= 0 && share < 1) return share;
  throw new InvalidArgumentError("Expected was a number from 0 to below 1.");
}
