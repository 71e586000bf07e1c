/** @file The curves of a training as they grow: what is known already is not asked for again. */
import type { TrainingEpoch, TrainingStep } from "../../src-shared/domain/training";

export interface TrainingCurves {
  readonly steps: readonly TrainingStep[];
  readonly epochs: readonly TrainingEpoch[];
}

/** `ask` answers some steps after the given one, oldest first, and every judged epoch; it is asked until none is new.
 * Steps that a resumed training computes again have the same numbers, so those that are known stay. */
export async function growCurves(
  known: TrainingCurves | undefined,
  ask: (afterStep: number) => Promise<TrainingCurves>,
): Promise<TrainingCurves> {
  const steps = [...(known?.steps ?? [])];
  for (;;) {
    const answer = await ask(steps.at(-1)?.step ?? 0);
    if (answer.steps.length === 0) return { steps, epochs: answer.epochs };
    for (const step of answer.steps) steps.push(step);
  }
}
