/** @file Running a detector over images, and what it drew. */
import { z } from "zod";
import { DeviceChoice, Precision } from "../domain/device";
import { InstanceId, JobId, ModelId, RunId, SplitId } from "../domain/identifiers";
import { Run } from "../domain/run";
import { procedure } from "./procedure";

export const runs = {
  list: procedure.output(z.array(Run)),
  detect: procedure
    .input(
      z.object({
        modelId: ModelId,
        splitId: SplitId.optional(),
        name: z.string().trim().min(1).max(120).optional(),
        device: DeviceChoice.default("auto"),
        precision: Precision.default("single"),
      }),
    )
    .output(z.object({ jobId: JobId, runId: RunId })),
  /** Goes on after the last image that was written. */
  resume: procedure.input(z.object({ runId: RunId })).output(z.object({ jobId: JobId })),
  remove: procedure.input(z.object({ runId: RunId })).output(z.null()),
  failures: procedure
    .input(z.object({ runId: RunId }))
    .output(z.array(z.object({ instanceId: InstanceId, reason: z.string() }))),
};
