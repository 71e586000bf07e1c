/** @file Sweeps: several trainings one after another, watched and steered as one. */
import { z } from "zod";
import { JobId, SweepId } from "../domain/identifiers";
import { Sweep, SweepConfig, SweepPoint } from "../domain/sweep";
import { TrainingData } from "../domain/training";
import { procedure } from "./procedure";

/** Absent where no training was left that could begin. */
const Begun = z.object({ jobId: JobId.optional() });
const OneSweep = z.object({ sweepId: SweepId });

export const sweeps = {
  /** Newest first. */
  list: procedure.output(z.array(Sweep)),
  /** What a sweep would train, without beginning it; refuses what `start` would refuse. */
  plan: procedure.input(SweepConfig).output(
    z.object({
      members: z.array(z.object({ name: z.string(), point: SweepPoint })),
      data: TrainingData,
      /** Of all members together. */
      stepsTotal: z.int().positive(),
      notes: z.array(z.string()),
    }),
  ),
  /** Begins the first training; each one that ends begins the next. Their steps are asked of `training.curves`. */
  start: procedure.input(SweepConfig).output(Begun.extend({ sweepId: SweepId })),
  /** Pauses the training at work, and begins none after it. */
  pause: procedure.input(OneSweep).output(z.null()),
  /** Goes on with the training that was interrupted, and then with those that wait. */
  resume: procedure.input(OneSweep).output(Begun),
  /** Stops the training at work, whose best model is registered, and begins none after it. */
  stop: procedure.input(OneSweep).output(z.null()),
  /** Forgets the sweep and its trainings with their checkpoints; the models that they made stay. */
  remove: procedure.input(OneSweep).output(z.null()),
};
