/** @file Watching and stopping long work. */
import { z } from "zod";
import { JobId } from "../domain/identifiers";
import { Job } from "../domain/job";
import { procedure } from "./procedure";

export const jobs = {
  list: procedure.output(z.array(Job)),
  cancel: procedure.input(z.object({ jobId: JobId })).output(z.null()),
  /** Queues a cancelled or failed job again; it goes on after its last whole batch. */
  resume: procedure.input(z.object({ jobId: JobId })).output(z.object({ jobId: JobId })),
  clearEnded: procedure.output(z.null()),
};
