/** @file Lets a job's resampling be followed and cancelled. */
import { setImmediate } from "node:timers/promises";
import type { JobContext } from "./job";

/** Called every few resamples with the number of those done. A cancel reaches a worker only between two turns of its
 * event loop. */
export function watchResampling(
  { report, signal }: Pick<JobContext<never>, "report" | "signal">,
  { before, total }: { readonly before: number; readonly total: number },
): (done: number) => Promise<void> {
  return async (done) => {
    report({ done: before + done, total, note: "Resampling patients" });
    await setImmediate();
    signal.throwIfAborted();
  };
}
