/** @file Heat maps of what a run drew and of what it missed, and what they are worth. */
import { z } from "zod";
import { ExplainableLayer, Explanation, ExplanationTarget, MapMethod } from "../domain/explanation";
import { DeviceChoice } from "../domain/device";
import { InstanceId, JobId, RunId } from "../domain/identifiers";
import { procedure } from "./procedure";

const Share = z.number().min(0).max(1);

export const ErrorsToExplain = z.object({
  falsePositives: z.boolean(),
  misses: z.boolean(),
  /** Beside the errors, so that one sees whether maps of right boxes differ. */
  truePositives: z.boolean(),
});
export type ErrorsToExplain = z.infer<typeof ErrorsToExplain>;

export const explanations = {
  /** Where maps can be made in a run's model, from the input to the output, and up to four of them to begin with. */
  layers: procedure
    .input(z.object({ runId: RunId }))
    .output(z.object({ layers: z.array(ExplainableLayer), suggested: z.array(z.string()).max(4) })),
  /** Makes one map by gradients, or answers the one that is kept. */
  explain: procedure
    .input(
      z.object({
        runId: RunId,
        instanceId: InstanceId,
        target: ExplanationTarget,
        method: MapMethod.exclude(["d-rise"]).default("grad-cam"),
        layer: z.string().min(1),
        device: DeviceChoice.default("auto"),
      }),
    )
    .output(Explanation),
  /** Queues what takes long for one target: D-RISE, or with `layer` the checks of a map (deletion, insertion, drawing
   * weights anew). */
  examine: procedure
    .input(
      z.object({
        runId: RunId,
        instanceId: InstanceId,
        target: ExplanationTarget,
        method: MapMethod,
        layer: z.string().min(1),
        device: DeviceChoice.default("auto"),
        /** Random masks of D-RISE. */
        masks: z.int().min(50).max(20_000).default(500),
        seed: z
          .int()
          .nonnegative()
          .max(2 ** 32 - 1)
          .default(0),
      }),
    )
    .output(z.object({ jobId: JobId })),
  /** Queues a map for each error of a run at a threshold, the most confident first; those that are kept are not made
   * again, so that a cancelled job goes on where it was. */
  explainRun: procedure
    .input(
      z.object({
        runId: RunId,
        method: MapMethod.exclude(["d-rise"]).default("grad-cam"),
        layer: z.string().min(1),
        which: ErrorsToExplain,
        scoreThreshold: Share,
        iouThreshold: Share,
        /** Deletion, insertion and drawing weights anew: some twenty times as long. */
        withChecks: z.boolean().default(false),
        /** Of each kind. */
        limit: z.int().positive().optional(),
        device: DeviceChoice.default("auto"),
      }),
    )
    .output(z.object({ jobId: JobId })),
  ofImage: procedure.input(z.object({ runId: RunId, instanceId: InstanceId })).output(z.array(Explanation)),
  /** All that is kept of a run, for figures about maps. */
  ofRun: procedure.input(z.object({ runId: RunId })).output(z.array(Explanation)),
  /** Removes all maps of a run and answers how many there were. They can be made again. */
  removeOfRun: procedure.input(z.object({ runId: RunId })).output(z.object({ removed: z.int().nonnegative() })),
};
