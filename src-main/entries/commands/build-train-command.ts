/** @file The command that trains a detector, or several, as the person types it. */
import type { Command } from "commander";
import { Failure } from "../../../src-shared/domain/failure";
import type { CommandContext } from "./command-context";
import { example, withJson, withProjectOption } from "./command-options";
import { sweepCommand } from "./sweep-command";
import { trainCommand } from "./train-command";

interface Options {
  readonly project: string;
  readonly config: string | undefined;
  readonly sweep: string | undefined;
  readonly resume: boolean;
  readonly json: boolean;
}

export function addTrainCommand(program: Command, context: CommandContext): void {
  withJson(withProjectOption(program.command("train")))
    .description("train a detector from a checkpoint on the reference boxes of a split, and register the best epoch")
    .addHelpText(
      "after",
      example(
        'echo \'{ "name": "corrected", "model": "detection_model", "epochs": 5 }\' > train.json',
        "overread train --project ~/pneumonia --config train.json",
        "overread train --project ~/pneumonia --config train.json --resume",
        'echo \'{ "name": "rates", "base": { "model": "detection_model", "epochs": 2 }, "search": { "kind": "grid", "learningRates": [0.001, 0.005], "augmentations": ["flips", "notebook"], "inputSizesPx": [256, 320] } }\' > sweep.json',
        "overread train --project ~/pneumonia --sweep sweep.json",
      ),
    )
    .option("--config <file>", "name, model, trainSplit, validationSplit and settings (JSON)")
    .option("--sweep <file>", "name, base (as --config, without a name) and search: grid or random (JSON)")
    .option("--resume", "go on with an interrupted training or sweep of that name, number for number", false)
    .action((options: Options) => chooseCommand(context, options));
}

function chooseCommand(context: CommandContext, { config, sweep, ...options }: Options): Promise<void> {
  if (config !== undefined && sweep === undefined) return trainCommand(context, { ...options, config });
  if (sweep !== undefined && config === undefined) return sweepCommand(context, { ...options, sweep });
  const found = config === undefined ? "Neither --config nor --sweep" : "Both --config and --sweep";
  throw new Failure("invalid-input", `${found}; one of the two was expected.`);
}
