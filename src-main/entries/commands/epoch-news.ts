/** @file Tells how good each epoch of a training was as soon as it has been judged. */
import type { ApplicationEvent } from "../../../src-shared/contract/application";
import type { TrainingEpoch } from "../../../src-shared/domain/training";
import type { CommandClient } from "./command-context";

/** No step comes after it. */
const NO_STEPS = Number.MAX_SAFE_INTEGER;

/** Answers each event with lines about the epochs that were judged since the last one; what was judged before this call
 * is not told. */
export async function epochNews(
  client: CommandClient,
): Promise<(event: ApplicationEvent) => Promise<readonly string[]>> {
  const told = new Map<string, number>((await client.training.list()).map(({ id, epochsDone }) => [id, epochsDone]));
  return async (event) => {
    if (event.kind !== "trainings-changed") return [];
    const { trainingId } = event;
    const training = (await client.training.list()).find(({ id }) => id === trainingId);
    if (!training) return [];
    const { epochs } = await client.training.curves({ trainingId, afterStep: NO_STEPS, limit: 1 });
    const last = told.get(trainingId) ?? -1;
    told.set(trainingId, epochs.at(-1)?.epoch ?? last);
    const fresh = epochs.filter(({ epoch }) => epoch > last);
    return fresh.map((epoch) => `${training.name}: ${describeEpoch(epoch, training.config.epochs)}`);
  };
}

function describeEpoch({ epoch, validation: { AP, AP50 }, isBest }: TrainingEpoch, epochs: number): string {
  const place = epoch === 0 ? "the model to begin with" : `epoch ${epoch} of ${epochs}`;
  const figures = `AP ${AP?.toFixed(3) ?? "undefined"}, AP50 ${AP50?.toFixed(3) ?? "undefined"}`;
  return `${place}: ${figures}${isBest ? " (best so far)" : ""}`;
}
