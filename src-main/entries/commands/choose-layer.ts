/** @file The layer that a map is made at: the one that was named, or the deepest that is suggested. */
import { Failure } from "../../../src-shared/domain/failure";
import type { Run } from "../../../src-shared/domain/run";
import type { CommandClient } from "./command-context";

/** @throws {Failure} `unsupported` when no layer was named and the model has none */
export async function chooseLayer(client: CommandClient, run: Run, named: string | undefined): Promise<string> {
  const { layers, suggested } = await client.explanations.layers({ runId: run.id });
  if (named !== undefined)
    return layerNamed(
      named,
      layers.map(({ name }) => name),
    );
  // What most papers show.
  const deepest = suggested.at(-1);
  if (deepest === undefined)
    throw new Failure("unsupported", `${run.modelName} has no layer that a map can be made at.`);
  return deepest;
}

/** Exported graphs name their layers by paths, such as /backbone/body/layer4/layer4.1/conv3/Conv: "layer4" means the
 * last one below it. What fits none is answered as it is, and refused where the maps are made. */
export function layerNamed(named: string, names: readonly string[]): string {
  if (names.includes(named)) return named;
  return names.findLast((name) => name.split("/").includes(named)) ?? named;
}
