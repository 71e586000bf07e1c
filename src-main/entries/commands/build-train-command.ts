/** @file The command that trains a detector, as the person types it. */
import type { Command } from "commander";
import type { CommandContext } from "./command-context";
import { example, withJson, withProjectOption } from "./command-options";
import { trainCommand, type TrainOptions } from "./train-command";

export function addTrainCommand(program: Command, context: CommandContext): void {
  withJson(withProjectOption(program.command("train")))
    .description("train a detector from a checkpoint on the reference boxes of a split, and register the best epoch")
    .addHelpText(
      "after",
      example(
        'echo \'{ "name": "corrected", "model": "detection_model", "epochs": 5 }\' > train.json',
        "overread train --project ~/pneumonia --config train.json",
        "overread train --project ~/pneumonia --config train.json --resume",
      ),
    )
    .requiredOption("--config <file>", "name, model, trainSplit, validationSplit and settings (JSON)")
    .option("--resume", "go on with an interrupted training of that name, number for number", false)
    .action((options: TrainOptions) => trainCommand(context, options));
}
