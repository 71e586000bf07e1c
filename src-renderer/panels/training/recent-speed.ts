/** @file How fast a training is at present, by its last steps. */
import type { TrainingCurves } from "../../stores/grow-curves";

/** Steps that tell the present speed. */
const RECENT = 50;
/** A step that is so many times as long as others says nothing about the next ones: the machine slept, or was stopped. */
const FAR_LONGER = 20;

/** Images a second over the last steps; undefined until one has taken time. */
export function recentSpeed({ steps }: Pick<TrainingCurves, "steps">): number | undefined {
  const recent = steadySteps(steps);
  const seconds = recent.reduce((sum, step) => sum + step.seconds, 0);
  return seconds > 0 ? recent.reduce((sum, { images }) => sum + images, 0) / seconds : undefined;
}

function steadySteps(steps: TrainingCurves["steps"]): TrainingCurves["steps"] {
  const recent = steps.slice(-RECENT);
  const median = recent.map(({ seconds }) => seconds).toSorted((a, b) => a - b)[Math.floor(recent.length / 2)] ?? 0;
  return recent.filter(({ seconds }) => seconds <= FAR_LONGER * median);
}
