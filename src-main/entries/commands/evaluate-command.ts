/** @file `overread evaluate`: figures of a run, or of a file of detections with reference boxes. */
import { Failure } from "../../../src-shared/domain/failure";
import { evaluateDetectionsFile } from "../../services/evaluate-detections-file";
import { withProject, type CommandContext } from "./command-context";
import type { Resampling, Thresholds } from "./evaluation-options";
import { findByName } from "./find-by-name";
import { followJob } from "./follow-job";
import { formatFigures } from "./format-figures";

export interface EvaluationOptions extends Thresholds, Resampling {
  readonly json: boolean;
}

export interface EvaluateRunOptions extends EvaluationOptions {
  readonly project: string;
  readonly run: string;
}

/** Evaluates anew: reference boxes may have changed since the run ended. */
export async function evaluateRunCommand(context: CommandContext, options: EvaluateRunOptions): Promise<void> {
  const { terminal } = context;
  const { project, run, json, score, iou: iouThreshold, resamples, seed } = options;
  await withProject(context, { path: project }, async ({ client }) => {
    const { id: runId } = findByName(await client.runs.list(), run, "run");
    const request = { runId, scoreThreshold: score, iouThreshold, resamples, seed };
    await followJob({ client, terminal }, () => client.evaluations.evaluate(request));
    const figures = await client.evaluations.figures({ runId });
    if (!figures) throw new Failure("internal", `The evaluation of ${run} left no figures.`);
    terminal.print(json ? JSON.stringify(figures, undefined, 2) : formatFigures(figures));
  });
}

export interface EvaluateFileOptions extends EvaluationOptions {
  readonly detections: string;
}

/** The notebook's, where nobody suggests one. */
const USUAL_SCORE = 0.5;

export async function evaluateFileCommand({ terminal }: CommandContext, options: EvaluateFileOptions): Promise<void> {
  const { detections, json, score: scoreThreshold = USUAL_SCORE, iou: iouThreshold, resamples, seed } = options;
  const settings = { scoreThreshold, iouThreshold, resamples, seed, signal: terminal.interrupted };
  const figures = await evaluateDetectionsFile(detections, settings);
  terminal.print(json ? JSON.stringify(figures, undefined, 2) : formatFigures({ ...figures }));
}
