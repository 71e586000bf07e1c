/** @file The commands of `overread` with their arguments, as the person types them and as `--help` explains them. */
import { Command, InvalidArgumentError, Option } from "commander";
import { PRECISIONS } from "../../../src-shared/domain/device";
import { addDatasetCommands } from "./build-dataset-commands";
import { addEvaluationCommands } from "./build-evaluation-commands";
import { addExplainCommand } from "./build-explain-command";
import { addModelCommands } from "./build-model-commands";
import { addTrainCommand } from "./build-train-command";
import type { CommandContext } from "./command-context";
import { example, withJson, withProjectOption } from "./command-options";
import { detectCommand, type DetectOptions } from "./detect-command";
import { devicesCommand } from "./devices-command";
import { dicomCommand } from "./dicom-command";
import { importCommand, type ImportOptions } from "./import-command";
import { serveCommand, type ServeOptions } from "./serve-command";

/** Throws CommanderError instead of ending the process, so that one place decides the exit code. */
export function buildProgram(context: CommandContext): Command {
  const program = new Command("overread")
    .description("Over-reads the answers of detection models on radiographs.")
    .version(context.application.version)
    .showHelpAfterError("(add --help for the options)")
    .exitOverride();
  addDataCommands(program, context);
  addDatasetCommands(program, context);
  addModelCommands(program, context);
  addRunCommands(program, context);
  addEvaluationCommands(program, context);
  addExplainCommand(program, context);
  addTrainCommand(program, context);
  addOtherCommands(program, context);
  return program;
}

function addDataCommands(program: Command, context: CommandContext): void {
  withJson(withProjectOption(program.command("import")))
    .description("bring an RSNA-format folder or zip archive into a project; makes the project where there is none")
    .addHelpText("after", example("overread import /data/rsna-pneumonia.zip --project ~/pneumonia"))
    .argument("<folder|zip>", "what to import")
    .action((source: string, options: Omit<ImportOptions, "source">) => importCommand(context, { ...options, source }));
  withJson(program.command("dicom"))
    .description("say what a DICOM file is and what its pixels hold")
    .addHelpText("after", example("overread dicom chest.dcm --json"))
    .argument("<file>", "the DICOM file")
    .action((file: string, { json }: { json: boolean }) => dicomCommand(context, { file, json }));
}

function addRunCommands(program: Command, context: CommandContext): void {
  withJson(withProjectOption(program.command("detect")))
    .description("run a detector over the images of a project; an interrupted run of the same name goes on")
    .addHelpText(
      "after",
      example("overread detect --project ~/pneumonia --model compact-frcnn --split val --name first"),
    )
    .requiredOption("--model <name>", "a registered detector")
    .option("--name <run>", "what to call the run")
    .option("--split <name>", "only the images of this split")
    .option("--device <device>", "auto, cuda, tensorrt, dml, coreml, webgpu or cpu", "auto")
    .addOption(
      new Option("--precision <precision>", "half: weights and activations as float16, for checkpoints only").choices(
        PRECISIONS,
      ),
    )
    .action((options: DetectOptions) => detectCommand(context, options));
}

function addOtherCommands(program: Command, context: CommandContext): void {
  withProjectOption(program.command("serve"))
    .description("serve the application for this project on 127.0.0.1")
    .addHelpText("after", example("overread serve --project ~/pneumonia --port 8080"))
    .option("--port <number>", "the port; any free one by default", parsePort)
    .option("--open", "open the browser as well", false)
    .action((options: ServeOptions) => serveCommand(context, options));
  withJson(program.command("devices"))
    .description("try the execution providers of this machine and say which work, and why not")
    .action((options: { json: boolean }) => devicesCommand(context, options));
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("Expected was a number from 0 to 65535.");
}
