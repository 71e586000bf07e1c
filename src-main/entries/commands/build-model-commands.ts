/** @file The commands below `overread models`, as the person types them. */
import { type Command, InvalidArgumentError } from "commander";
import { ModelConvention } from "../../../src-shared/domain/model";
import { addModelCommand, type AddModelOptions } from "./add-model-command";
import { benchmarkCommand, type BenchmarkOptions } from "./benchmark-command";
import type { CommandContext } from "./command-context";
import { example, withJson, withProjectOption } from "./command-options";
import { exportModelCommand, type ExportModelOptions } from "./export-model-command";
import { inspectModelCommand, type InspectModelOptions } from "./inspect-model-command";
import {
  listModelsCommand,
  removeModelCommand,
  type ListModelsOptions,
  type RemoveModelOptions,
} from "./models-command";

const FILE = "a checkpoint of PyTorch (.pth, .pt), a safetensors file or an ONNX model; told by its content";

const CONVENTIONS = ModelConvention.options.filter((name) => name !== "checkpoint").join(", ");

const CONVENTION_HELP = `how the answer reads, where the file leaves it open: ${CONVENTIONS}`;

export function addModelCommands(program: Command, context: CommandContext): void {
  const models = program.command("models").description("the detectors that a project knows");
  addRegistering(models, context);
  withJson(models.command("inspect"))
    .description("say what a model file is, what it holds and how it would be used; needs no project")
    .addHelpText("after", example("overread models inspect detection_model.pth --json"))
    .argument("<file>", FILE)
    .option("--convention <name>", CONVENTION_HELP)
    .option("--devices", "try this machine's devices as well", false)
    .action((file: string, options: Omit<InspectModelOptions, "file">) =>
      inspectModelCommand(context, { ...options, file }),
    );
  withJson(withProjectOption(models.command("list")))
    .description("list the registered detectors")
    .action((options: ListModelsOptions) => listModelsCommand(context, options));
  withModel(withJson(withProjectOption(models.command("remove"))))
    .description("remove a detector that has no runs, with its file and benchmarks")
    .action((options: RemoveModelOptions) => removeModelCommand(context, options));
  withModel(withJson(withProjectOption(models.command("benchmark"))))
    .description("time a detector on each device that works here, and compare its answers with the CPU's")
    .addHelpText("after", example("overread models benchmark --model compact-frcnn --project ~/pneumonia"))
    .action((options: BenchmarkOptions) => benchmarkCommand(context, options));
  withModel(withJson(withProjectOption(models.command("export"))))
    .description("write a checkpoint to a file: its weights, or its whole detector as one ONNX graph")
    .addHelpText(
      "after",
      example(
        "overread models export --model detection_model --out weights.safetensors --project ~/pneumonia",
        "overread models export --model detection_model --out detector.onnx --project ~/pneumonia",
      ),
    )
    .requiredOption(
      "--out <file>",
      "the file to write: .onnx (image in; boxes, labels, scores out), .safetensors, or .pth for PyTorch",
    )
    .option("--force", "replace the file if it exists", false)
    .action((options: ExportModelOptions) => exportModelCommand(context, options));
}

function addRegistering(models: Command, context: CommandContext): void {
  withJson(withProjectOption(models.command("add")))
    .description("check a detector with a trial run and register a copy of it")
    .addHelpText(
      "after",
      example(
        "overread models add detection_model.pth --project ~/pneumonia",
        "overread models add detector.onnx --card detector.card.json --project ~/pneumonia",
      ),
    )
    .argument("<file>", FILE)
    .option("--card <file>", "its model card (JSON); by default the one beside it, or one made from what it holds")
    .option("--preset <name>", "the card to start from instead, by the beginning of its title, such as BILD 2025")
    .option("--convention <name>", CONVENTION_HELP)
    .option("--min-size <px>", "a checkpoint's shorter side in the network", parseSize)
    .option("--max-size <px>", "the most that its longer side may have there", parseSize)
    .action((file: string, options: Omit<AddModelOptions, "file">) => addModelCommand(context, { ...options, file }));
}

function withModel(command: Command): Command {
  return command.requiredOption("--model <name>", "a registered detector");
}

function parseSize(text: string): number {
  const size = Number(text);
  if (Number.isInteger(size) && size > 0 && size <= 8192) return size;
  throw new InvalidArgumentError("Expected was a number of pixels from 1 to 8192.");
}
