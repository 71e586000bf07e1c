/** @file The command about heat maps, as the person types it. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { DeviceChoice } from "../../../src-shared/domain/device";
import { MAP_METHODS, type MapMethod } from "../../../src-shared/domain/explanation";
import type { CommandContext } from "./command-context";
import { example, withJson, withProjectOption } from "./command-options";
import { withThresholds } from "./evaluation-options";
import { explainCommand, type ExplainOptions } from "./explain-command";
import { explainErrorsCommand, type ExplainErrorsOptions } from "./explain-errors-command";

interface ExplainArguments
  extends Omit<ExplainOptions, "image">, Omit<ExplainErrorsOptions, "method" | "truePositives"> {
  readonly image: string | undefined;
  readonly allErrors: boolean;
  readonly withTruePositives: boolean;
}

export function addExplainCommand(program: Command, context: CommandContext): void {
  const command = withProjectOption(program.command("explain"));
  withJson(addBatchOptions(addMapOptions(command)))
    .description("make a heat map of where a run's model looked, for a box, a label or a missed box")
    .addHelpText(
      "after",
      example(
        "overread explain --project ~/pneumonia --run first --image p12 --layer layer4 --out map.npy",
        "overread explain --project ~/pneumonia --run first --image p12 --target miss 1 --checks",
        "overread explain --project ~/pneumonia --run first --all-errors --limit 50",
      ),
    )
    .action((options: ExplainArguments) => explain(context, options, command));
}

function addMapOptions(command: Command): Command {
  return command
    .requiredOption("--run <name>", "the run whose model is asked")
    .option("--image <id>", "the image's identifier, or its patient's")
    .option("--layer <name>", "where in the network; by default the deepest that is suggested")
    .addOption(new Option("--method <method>", "how the map is made").choices(MAP_METHODS).default(MAP_METHODS[0]))
    .option(
      "--target <what...>",
      "label [name], detection <id>, miss <id or number>, or strongest [label]; by default label",
    )
    .addOption(
      new Option("--box <number>", "explain this detection, counted in falling score")
        .argParser(parseNumber)
        .conflicts("target"),
    )
    .option("--checks", "hide what the map points at and scramble the network, to see whether to believe it", false)
    .option("--masks <number>", "random masks of d-rise", parseMasks, 500)
    .addOption(new Option("--device <device>", "where it is computed").choices(DeviceChoice.options).default("auto"))
    .option("--out <file>", "write the map's values to this .npy file")
    .option("--force", "replace the file if it exists", false);
}

function addBatchOptions(command: Command): Command {
  withThresholds(command, "what the run suggests");
  return command
    .addOption(
      new Option("--all-errors", "make maps of all false positives and misses of the run")
        .default(false)
        .conflicts(["image", "target", "box", "out"]),
    )
    .option("--with-true-positives", "with --all-errors: of what was right as well, to compare", false)
    .option("--limit <number>", "with --all-errors: of each kind only so many, the most confident first", parseNumber);
}

function explain(context: CommandContext, options: ExplainArguments, command: Command): Promise<void> {
  const { image, method, withTruePositives: truePositives } = options;
  if (options.allErrors) {
    return explainErrorsCommand(context, { ...options, method: requireLayerMethod(method, command), truePositives });
  }
  if (image === undefined) command.error("error: explain needs either --image <id> or --all-errors");
  return explainCommand(context, { ...options, image });
}

function requireLayerMethod(method: MapMethod, command: Command): Exclude<MapMethod, "d-rise"> {
  if (method === "d-rise") command.error("error: d-rise takes too long for all errors; it is made of one image");
  return method;
}

function parseNumber(text: string): number {
  if (/^[1-9]\d{0,6}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected was a whole number from 1.");
}

const MASKS_MIN = 50;
const MASKS_MAX = 20_000;

function parseMasks(text: string): number {
  if (/^\d{1,6}$/u.test(text) && Number(text) >= MASKS_MIN && Number(text) <= MASKS_MAX) return Number(text);
  throw new InvalidArgumentError(`Expected was a whole number from ${MASKS_MIN} to ${MASKS_MAX}.`);
}
