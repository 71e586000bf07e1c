/** @file Figures of runs, and what readers have looked at among the errors. */
import { z } from "zod";
import { Evaluation } from "../domain/evaluation";
import { EvaluationId, JobId, RunId } from "../domain/identifiers";
import { Review } from "../domain/review";
import { procedure } from "./procedure";

export const evaluations = {
  evaluate: procedure.input(z.object({ runId: RunId })).output(z.object({ jobId: JobId, evaluationId: EvaluationId })),
  /** The newest evaluation of a run. */
  latest: procedure.input(z.object({ runId: RunId })).output(Evaluation.nullable()),
  /** All figures of the newest evaluation, in the keys that `overread evaluate --json` prints. */
  figures: procedure.input(z.object({ runId: RunId })).output(z.record(z.string(), z.json()).nullable()),
  reviews: procedure.input(z.object({ runId: RunId })).output(z.array(Review)),
  review: procedure.input(Review).output(z.null()),
  /** Takes back the newest review event of a run and says what it was. */
  undoReview: procedure.input(z.object({ runId: RunId })).output(Review.nullable()),
};
