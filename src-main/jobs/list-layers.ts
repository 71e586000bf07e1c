/** @file Says where in a run's model heat maps can be made. */
import { z } from "zod";
import { ExplainableLayer } from "../../src-shared/domain/explanation";
import { readExplainedModel } from "./explanations/explained-image";
import { ModelPlace } from "./explanations/explanation-request";
import { EXPLAINER, withExplainer } from "./explanations/kept-explainer";
import type { JobContext, JobDefinition } from "./job";

const ListLayersOutput = z.object({
  /** From the input to the output. */
  layers: z.array(ExplainableLayer),
  /** Names of up to four of them. */
  suggested: z.array(z.string()).max(4),
});
export type ListLayersOutput = z.infer<typeof ListLayersOutput>;

export const listLayers: JobDefinition<ModelPlace, ListLayersOutput, never> = {
  kind: "list-layers",
  keeps: EXPLAINER,
  input: ModelPlace,
  output: ListLayersOutput,
  batch: z.never(),
  run: list,
  write: async () => {},
};

async function list(place: ModelPlace, context: JobContext<never>): Promise<ListLayersOutput> {
  const { source } = await readExplainedModel(context.store, place);
  return withExplainer(source, context, async ({ layers, suggestedLayers }) => {
    return { layers: [...layers], suggested: [...suggestedLayers] };
  });
}
