/** @file The weights that a session of a training asks for, as they stand now. */
import type { Session, SessionInput } from "../runtime/session";
import type { TrainingState } from "./training-state";

/** By the checkpoint's names, which are those of the graph's inputs. */
export function weightsFor({ inputs }: Pick<Session, "inputs">, state: TrainingState): Record<string, SessionInput> {
  return Object.fromEntries(
    inputs.flatMap(({ name }) => {
      const weight = state.weight(name);
      return weight ? [[name, weight] as const] : [];
    }),
  );
}
