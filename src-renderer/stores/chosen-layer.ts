/** @file The layer that a reader's choice means in the model of the run at hand. */
import type { ExplainableLayer } from "../../src-shared/domain/explanation";
import type { LayerChoice } from "./explanation-store";

export interface MapLayers {
  readonly layers: readonly ExplainableLayer[];
  readonly suggested: readonly string[];
}

/** A place beyond those that the model suggests means its last one, as does a name that it does not have: the map says at
 * which layer it was made. Undefined for a model without layers. */
export function chosenLayer({ layers, suggested }: MapLayers, choice: LayerChoice): ExplainableLayer | undefined {
  const named = (name: string | undefined) => layers.find((layer) => layer.name === name);
  const asked = choice.kind === "named" ? choice.name : suggested[choice.place];
  return named(asked) ?? named(suggested.at(-1)) ?? layers.at(-1);
}
