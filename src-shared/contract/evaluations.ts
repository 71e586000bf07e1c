/** @file Figures of runs, and what readers have looked at among the errors. */
import { z } from "zod";
import { Calibration, CalibrationMethod } from "../domain/calibration";
import { Comparison } from "../domain/comparison";
import { Evaluation } from "../domain/evaluation";
import { CalibrationId, EvaluationId, JobId, ModelId, RunId } from "../domain/identifiers";
import { Resampling } from "../domain/resampling";
import { Review } from "../domain/review";
import { Verdict } from "../domain/verdict";
import { procedure } from "./procedure";

const Share = z.number().min(0).max(1);

export const evaluations = {
  evaluate: procedure
    .input(
      z.object({
        runId: RunId,
        /** Of the counts at one operating point; absent: the threshold that the run suggests. */
        scoreThreshold: Share.optional(),
        /** From which a detection is right. */
        iouThreshold: Share.default(0.5),
        ...Resampling,
      }),
    )
    .output(z.object({ jobId: JobId, evaluationId: EvaluationId })),
  /** The newest evaluation of a run. */
  latest: procedure.input(z.object({ runId: RunId })).output(Evaluation.nullable()),
  /** All figures of the newest evaluation, in the keys that `overread evaluate --json` prints. */
  figures: procedure.input(z.object({ runId: RunId })).output(z.record(z.string(), z.json()).nullable()),

  /** Fits a map from scores to shares on a finished run and keeps it with the run's model. */
  calibrate: procedure
    .input(z.object({ runId: RunId, method: CalibrationMethod, iouThreshold: Share.default(0.5) }))
    .output(Calibration),
  calibrations: procedure.input(z.object({ modelId: ModelId })).output(z.array(Calibration)),
  removeCalibration: procedure.input(z.object({ calibrationId: CalibrationId })).output(z.null()),

  /** Compares two runs over the images that both cover. */
  compare: procedure
    .input(z.object({ leftRunId: RunId, rightRunId: RunId, scoreThreshold: Share, iouThreshold: Share, ...Resampling }))
    .output(z.object({ jobId: JobId })),
  /** The newest comparison of the two. */
  comparison: procedure.input(z.object({ leftRunId: RunId, rightRunId: RunId })).output(Comparison.nullable()),

  reviews: procedure.input(z.object({ runId: RunId })).output(z.array(Review)),
  review: procedure.input(Review).output(z.null()),
  /** Takes back the newest review event of a run and says what it was. */
  undoReview: procedure.input(z.object({ runId: RunId })).output(Review.nullable()),

  verdicts: procedure.input(z.object({ runId: RunId })).output(z.array(Verdict)),
  judge: procedure.input(Verdict).output(z.null()),
  /** Takes back the newest verdict event of a run and says what it was. */
  undoVerdict: procedure.input(z.object({ runId: RunId })).output(Verdict.nullable()),

  /** Writes the Truth, TP and FP sheets that RJafroc reads, as .xlsx, on the machine that the back end runs on. Each run
   * is a modality; cases are the images that every run covers. */
  exportRjafroc: procedure
    .input(
      z.object({
        runIds: z.array(RunId).min(1).max(50),
        iouThreshold: Share.default(0.5),
        path: z.string().trim().min(1),
      }),
    )
    .output(z.object({ path: z.string(), cases: z.int().nonnegative(), leftOut: z.int().nonnegative() })),
};
