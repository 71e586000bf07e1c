/** @file `overread evaluate`: figures of a run, or of a file of detections with reference boxes. */
import { Failure } from "../../../src-shared/domain/failure";
import { evaluateDetectionsFile } from "../../services/evaluate-detections-file";
import { withProject, type CommandContext } from "./command-context";
import { findByName } from "./find-by-name";
import { followJob } from "./follow-job";
import { formatFigures } from "./format-figures";

export interface EvaluateRunOptions {
  readonly project: string;
  readonly run: string;
  readonly json: boolean;
}

/** Evaluates anew: reference boxes may have changed since the run ended. */
export async function evaluateRunCommand(
  context: CommandContext,
  { project, run, json }: EvaluateRunOptions,
): Promise<void> {
  const { terminal } = context;
  await withProject(context, { path: project }, async ({ client }) => {
    const { id: runId } = findByName(await client.runs.list(), run, "run");
    await followJob({ client, terminal }, () => client.evaluations.evaluate({ runId }));
    const figures = await client.evaluations.figures({ runId });
    if (!figures) throw new Failure("internal", `The evaluation of ${run} left no figures.`);
    terminal.print(json ? JSON.stringify(figures, undefined, 2) : formatFigures(figures));
  });
}

export interface EvaluateFileOptions {
  readonly detections: string;
  readonly json: boolean;
}

export async function evaluateFileCommand({ terminal }: CommandContext, options: EvaluateFileOptions): Promise<void> {
  const figures = await evaluateDetectionsFile(options.detections);
  terminal.print(options.json ? JSON.stringify(figures, undefined, 2) : formatFigures({ ...figures }));
}
