/** @file How long a training still takes, by its last steps and by what judging an epoch took. */
import type { Training } from "../../../src-shared/domain/training";
import type { TrainingCurves } from "../../stores/grow-curves";

/** Steps that tell the present speed. */
const RECENT = 50;

/** Seconds until the last epoch is judged; undefined until a step is done. An epoch's judging counts once one was. */
export function secondsLeft(
  { config, stepsPerEpoch }: Pick<Training, "config" | "stepsPerEpoch">,
  { steps, epochs }: TrainingCurves,
): number | undefined {
  const done = steps.at(-1)?.step;
  if (done === undefined) return undefined;
  const judged = epochs.at(-1)?.epoch ?? 0;
  const stepsLeft = Math.max(0, stepsPerEpoch * config.epochs - done);
  const epochsLeft = Math.max(0, config.epochs - judged);
  return stepsLeft * mean(steadySteps(steps)) + epochsLeft * mean(epochs);
}

/** Images a second over the last steps; undefined until one has taken time. */
export function recentSpeed({ steps }: Pick<TrainingCurves, "steps">): number | undefined {
  const recent = steadySteps(steps);
  const seconds = recent.reduce((sum, step) => sum + step.seconds, 0);
  return seconds > 0 ? recent.reduce((sum, { images }) => sum + images, 0) / seconds : undefined;
}

/** A step that is so many times as long as others says nothing about the next ones: the machine slept, or was stopped. */
const FAR_LONGER = 20;

function steadySteps(steps: TrainingCurves["steps"]): TrainingCurves["steps"] {
  const recent = steps.slice(-RECENT);
  const median = recent.map(({ seconds }) => seconds).toSorted((a, b) => a - b)[Math.floor(recent.length / 2)] ?? 0;
  return recent.filter(({ seconds }) => seconds <= FAR_LONGER * median);
}

function mean(rows: readonly { readonly seconds: number }[]): number {
  return rows.length === 0 ? 0 : rows.reduce((sum, { seconds }) => sum + seconds, 0) / rows.length;
}
