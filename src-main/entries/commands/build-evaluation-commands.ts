/** @file The commands about figures of runs, as the person types them. */
import { type Command, Option } from "commander";
import { CALIBRATION_METHODS } from "../../../src-shared/domain/calibration";
import { calibrateCommand, type CalibrateOptions } from "./calibrate-command";
import type { CommandContext } from "./command-context";
import { example, withJson, withProjectOption } from "./command-options";
import { compareCommand, type CompareOptions } from "./compare-command";
import { evaluateFileCommand, evaluateRunCommand, type EvaluationOptions } from "./evaluate-command";
import { parseShare, withResampling, withThresholds } from "./evaluation-options";
import { EXPORT_FORMATS, exportCommand, type ExportOptions } from "./export-command";

export function addEvaluationCommands(program: Command, context: CommandContext): void {
  addEvaluate(program, context);
  addCompare(program, context);
  addCalibrate(program, context);
  addExport(program, context);
}

interface EvaluateArguments extends EvaluationOptions {
  readonly project?: string;
  readonly run?: string;
  readonly detections?: string;
}

const DETECTIONS_HELP =
  "a file as export writes it; COCO's figures ignore reference boxes with iscrowd: 1, all others leave them out";

function addEvaluate(program: Command, context: CommandContext): void {
  const command = program.command("evaluate");
  withJson(withResampling(withThresholds(command, "what the run suggests, 0.5 for a file")))
    .description("figures of a run, or of a file of detections with reference boxes")
    .addHelpText(
      "after",
      example(
        "overread evaluate --project ~/pneumonia --run first",
        "overread evaluate --detections detections.json --json",
      ),
    )
    .option("--project <folder>", "the project")
    .option("--run <name>", "the run to evaluate")
    .addOption(new Option("--detections <file>", DETECTIONS_HELP).conflicts(["project", "run"]))
    .action((options: EvaluateArguments) => evaluate(context, options, command));
}

function evaluate(context: CommandContext, options: EvaluateArguments, command: Command): Promise<void> {
  const { project, run, detections, ...others } = options;
  if (detections !== undefined) return evaluateFileCommand(context, { ...others, detections });
  if (project === undefined || run === undefined) {
    command.error("error: evaluate needs either --detections <file> or both --project <folder> and --run <name>");
  }
  return evaluateRunCommand(context, { ...others, project, run });
}

function addCompare(program: Command, context: CommandContext): void {
  const command = withProjectOption(program.command("compare"));
  withJson(withResampling(withThresholds(command, "what the left run suggests")))
    .description("two runs side by side over the images that both cover, with the cases that changed")
    .addHelpText("after", example("overread compare --project ~/pneumonia --left first --right second"))
    .requiredOption("--left <name>", "the run to start from")
    .requiredOption("--right <name>", "the run whose gain or loss is told")
    .action((options: CompareOptions) => compareCommand(context, options));
}

function addCalibrate(program: Command, context: CommandContext): void {
  withJson(withProjectOption(program.command("calibrate")))
    .description("fit on a run how a model's scores become shares that can be believed, and keep it with the model")
    .addHelpText("after", example("overread calibrate --project ~/pneumonia --run val --method temperature --on test"))
    .requiredOption("--run <name>", "the run to fit on")
    .addOption(
      new Option("--method <method>", "the kind of map").choices(CALIBRATION_METHODS).default(CALIBRATION_METHODS[0]),
    )
    .option("--on <name>", "another run to try the map on, for what was fitted always fits its own run")
    .option("--iou <threshold>", "a detection is right from this overlap up", parseShare, 0.5)
    .action((options: CalibrateOptions) => calibrateCommand(context, options));
}

function addExport(program: Command, context: CommandContext): void {
  withJson(withProjectOption(program.command("export")))
    .description("write what runs drew, with the reference boxes, to a file")
    .addHelpText(
      "after",
      example(
        "overread export --project ~/pneumonia --run first --format detections --out detections.json",
        "overread export --project ~/pneumonia --run first second --format rjafroc --out study.xlsx",
      ),
    )
    .requiredOption("--run <name...>", "the run; for rjafroc one or several, each of which is a modality")
    .addOption(
      new Option(
        "--format <format>",
        "detections: JSON in image pixels, which evaluate reads; csv: the same as a table; rjafroc: an Excel workbook",
      )
        .choices(EXPORT_FORMATS)
        .default(EXPORT_FORMATS[0]),
    )
    .option("--iou <threshold>", "for rjafroc: a detection marks a lesion from this overlap up", parseShare, 0.5)
    .requiredOption("--out <file>", "the file to write")
    .option("--force", "replace the file if it exists", false)
    .action((options: ExportOptions) => exportCommand(context, options));
}
