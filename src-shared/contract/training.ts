/** @file Training a detector: beginning, watching, pausing, going on, ending, and what is kept of it. */
import { z } from "zod";
import { Box } from "../domain/box";
import { InstanceId, JobId, TrainingId } from "../domain/identifiers";
import { Training, TrainingConfig, TrainingData, TrainingEpoch, TrainingStep } from "../domain/training";
import { procedure } from "./procedure";

const OneTraining = z.object({ trainingId: TrainingId });

/** A step of a training that need not exist; both are counted from 0. */
export const PreviewRequest = z.object({
  config: TrainingConfig,
  epoch: z.int().nonnegative(),
  step: z.int().nonnegative(),
});

export const ExamplePreview = z.object({
  instanceId: InstanceId,
  name: z.string(),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  /** 8 bit, row by row, as the model sees the picture before normalisation. */
  greys: z.base64(),
  /** In pixels of this picture. */
  boxes: z.array(z.object({ box: Box, label: z.string() })),
  /** Boxes of the image of which too little was left in the picture. */
  boxesLeftOut: z.int().nonnegative(),
  /** What was done to it, each in a few words. */
  changes: z.array(z.string()),
});

export const training = {
  /** Newest first. */
  list: procedure.output(z.array(Training)),
  /** What a training would learn from, without beginning it; refuses what `start` would refuse. */
  plan: procedure
    .input(TrainingConfig)
    .output(z.object({ data: TrainingData, stepsPerEpoch: z.int().positive(), notes: z.array(z.string()) })),
  /** The very pictures of a step, up to sixteen. */
  preview: procedure.input(PreviewRequest).output(z.array(ExamplePreview)),
  /** Fixes images and boxes, and queues the work. */
  start: procedure.input(TrainingConfig).output(z.object({ jobId: JobId, trainingId: TrainingId })),
  /** Steps after `afterStep`, oldest first, and every judged epoch; whoever watches asks after the last step it has. */
  curves: procedure
    .input(
      OneTraining.extend({
        afterStep: z.int().nonnegative().default(0),
        limit: z.int().min(1).max(20_000).default(5000),
      }),
    )
    .output(z.object({ steps: z.array(TrainingStep), epochs: z.array(TrainingEpoch) })),
  /** Asks a running training to write a checkpoint after its next update and to stop there. */
  pause: procedure.input(OneTraining).output(z.null()),
  /** Goes on from the last checkpoint, number for number as if it had never stopped. */
  resume: procedure.input(OneTraining).output(z.object({ jobId: JobId })),
  /** Ends a running or paused training for good and registers its best model, where an epoch has been judged. */
  stop: procedure.input(OneTraining).output(z.null()),
  /** Forgets a training with its checkpoints; the model that it made stays. */
  remove: procedure.input(OneTraining).output(z.null()),
};
