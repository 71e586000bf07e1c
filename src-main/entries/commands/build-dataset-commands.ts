/** @file The commands about labels and splits, as the person types them. */
import { type Command, InvalidArgumentError, Option } from "commander";
import {
  HIGHEST_SEED,
  NOTEBOOK_RECIPE,
  SPLIT_POPULATIONS,
  type SplitPopulation,
  type SplitRecipe,
} from "../../../src-shared/domain/split";
import type { ImageSize } from "../../services/overview-of-labels";
import type { CommandContext } from "./command-context";
import { example, withJson } from "./command-options";
import { overviewCommand, projectOverviewCommand } from "./overview-command";
import { checkSplitCommand, splitCommand, splitProjectCommand } from "./split-command";

export function addDatasetCommands(program: Command, context: CommandContext): void {
  addOverview(program, context);
  addSplit(program, context);
}

const LABELS = "a table in RSNA's format: patientId, x, y, width, height, Target";

function addOverview(program: Command, context: CommandContext): void {
  withJson(program.command("overview"))
    .description("count what a table of labels or a project holds, and say what looks wrong in it")
    .addHelpText("after", example("overread overview labels.csv --json", "overread overview --project ~/pneumonia"))
    .argument("[labels.csv]", LABELS)
    .addOption(projectOption())
    .option("--dataset <name>", DATASET_HELP)
    .addOption(
      new Option("--image-size <width>x<height>", "size of the images in pixels, which the table does not tell")
        .argParser(parseSize)
        .default(RSNA_SIZE, "1024x1024"),
    )
    .action((labels: string | undefined, options: OverviewArguments, command: Command) => {
      const { project, dataset, ...others } = options;
      requireOneSource(command, [labels, project], "a table of labels, or --project <folder>");
      if (labels !== undefined) return overviewCommand(context, { labels, ...others });
      return projectOverviewCommand(context, { project: project!, dataset, json: others.json });
    });
}

interface OverviewArguments {
  readonly project?: string;
  readonly dataset?: string;
  readonly imageSize: ImageSize;
  readonly json: boolean;
}

const DATASET_HELP = "one data set of the project";

function projectOption(): Option {
  return new Option("--project <folder>", "the project's folder, in the place of a table");
}

/** Ends the command unless exactly one of the two is given. */
function requireOneSource(command: Command, sources: readonly (string | undefined)[], what: string): void {
  if (sources.filter((source) => source !== undefined).length === 1) return;
  command.error(`error: ${command.name()} needs ${what}`);
}

/** All radiographs of RSNA's challenge are as large. */
const RSNA_SIZE: ImageSize = { widthPx: 1024, heightPx: 1024 };

function parseSize(text: string): ImageSize {
  const [widthPx = 0, heightPx = 0] = (/^(\d+)x(\d+)$/u.exec(text) ?? []).slice(1).map(Number);
  if (widthPx > 0 && heightPx > 0) return { widthPx, heightPx };
  throw new InvalidArgumentError("Expected was a size such as 1024x1024.");
}

interface SplitArguments {
  readonly project?: string;
  readonly dataset?: string;
  readonly seed: number;
  readonly population: SplitPopulation;
  readonly validation: number;
  readonly test: number;
  readonly names: SplitRecipe["names"];
  readonly output?: string;
  readonly force: boolean;
  readonly check?: string;
  readonly patientColumn: string;
  readonly json: boolean;
}

function addSplit(program: Command, context: CommandContext): void {
  const { seed, population, validationFraction, testFraction } = NOTEBOOK_RECIPE;
  withJson(program.command("split"))
    .description(
      "split the patients of a label table or a project as scikit-learn's train_test_split does, or check a split",
    )
    .addHelpText(
      "after",
      example(
        "overread split labels.csv --seed 42 --output split.csv",
        "overread split --project ~/pneumonia --seed 42",
        "overread split --check split.csv",
      ),
    )
    .argument("[labels.csv]", LABELS)
    .addOption(projectOption())
    .option("--dataset <name>", DATASET_HELP)
    .option("--seed <number>", "the random state", parseSeed, seed)
    .addOption(
      new Option("--population <who>", "patients with a positive row, or all")
        .choices(SPLIT_POPULATIONS)
        .default(population),
    )
    .option("--validation <share>", "share of the patients to validate on", parseShare, validationFraction)
    .option("--test <share>", "share of the patients to test on", parseShare, testFraction)
    .addOption(
      new Option("--names <train,val,test>", "what the sides are called")
        .argParser(parseNames)
        .default(NOTEBOOK_RECIPE.names, Object.values(NOTEBOOK_RECIPE.names).join(",")),
    )
    .option("--output <file>", "write the table patientId,split, which an import reads")
    .option("--force", "replace the file if it exists", false)
    .addOption(
      new Option("--check <split.csv>", "refuse a table of a split in which a patient stands on two sides").conflicts([
        "output",
      ]),
    )
    .option("--patient-column <name>", "the column of --check that names the patient", "patientId")
    .action((labels: string | undefined, options: SplitArguments, command: Command) =>
      runSplit({ context, command }, labels, options),
    );
}

function runSplit(
  { context, command }: { readonly context: CommandContext; readonly command: Command },
  labels: string | undefined,
  options: SplitArguments,
): Promise<void> {
  const { project, dataset, json, output, force, check: table, patientColumn } = options;
  if (table !== undefined) return checkSplitCommand(context, { table, patientColumn, json });
  const what = "a table of labels, --project <folder>, or --check <split.csv>";
  requireOneSource(command, [labels, project], what);
  if (labels === undefined && output !== undefined) command.error("error: --output needs a table of labels");
  const recipe = recipeOf(options);
  if (labels === undefined) return splitProjectCommand(context, { ...recipe, project: project!, dataset, json });
  return splitCommand(context, { ...recipe, labels, force, json, ...(output !== undefined && { output }) });
}

function recipeOf({ seed, population, validation, test, names }: SplitArguments): SplitRecipe {
  return { seed, population, validationFraction: validation, testFraction: test, names };
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (/^\d+$/u.test(text) && seed <= HIGHEST_SEED) return seed;
  throw new InvalidArgumentError(`Expected was a whole number from 0 to ${HIGHEST_SEED}.`);
}

function parseNames(text: string): SplitRecipe["names"] {
  const [train = "", validation = "", test = "", ...more] = text.split(",").map((name) => name.trim());
  const given = new Set([train, validation, test]);
  if (given.size === 3 && !given.has("") && more.length === 0) return { train, validation, test };
  throw new InvalidArgumentError("Expected were three names with commas between them, such as train,val,test.");
}

function parseShare(text: string): number {
  const share = Number(text);
  if (text.trim() !== "" && share >= 0 && share < 1) return share;
  throw new InvalidArgumentError("Expected was a number from 0 to below 1.");
}
