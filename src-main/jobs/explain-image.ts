/** @file Makes one heat map while somebody waits for it, or finds the one that is kept. */
import { Explanation } from "../../src-shared/domain/explanation";
import type { z } from "zod";
import { readExplainedImage, readExplainedModel } from "./explanations/explained-image";
import { MapRequest, ModelPlace } from "./explanations/explanation-request";
import { EXPLAINER, withExplainer } from "./explanations/kept-explainer";
import { findKeptMap, keepMap, MapBatch, writeMaps } from "./explanations/kept-map";
import { lookAtImage } from "./explanations/look-at-image";
import { makeMap, requireLayer } from "./explanations/make-map";
import type { JobContext, JobDefinition } from "./job";

const ExplainImageInput = ModelPlace.extend(MapRequest.shape);
type ExplainImageInput = z.infer<typeof ExplainImageInput>;

export const explainImage: JobDefinition<ExplainImageInput, Explanation, MapBatch> = {
  kind: "explain-image",
  keeps: EXPLAINER,
  input: ExplainImageInput,
  output: Explanation,
  batch: MapBatch,
  run: explain,
  write: writeMaps,
};

async function explain(input: ExplainImageInput, context: JobContext<MapBatch>): Promise<Explanation> {
  const { store, signal, emit } = context;
  const { projectFolder } = input;
  const kept = await findKeptMap(store, projectFolder, input);
  if (kept) return kept;
  const image = await readExplainedImage(store, input);
  const { source } = await readExplainedModel(store, input);
  signal.throwIfAborted();
  return withExplainer(source, context, async (explainer) => {
    requireLayer(explainer, input.layer);
    signal.throwIfAborted();
    const startMs = performance.now();
    const seen = await lookAtImage(explainer, image);
    const lookSeconds = (performance.now() - startMs) / 1000;
    signal.throwIfAborted();
    const { explanation, map } = await makeMap(seen, input);
    const made = { ...explanation, seconds: explanation.seconds + lookSeconds };
    await keepMap({ explanation: made, map }, projectFolder, emit);
    return made;
  });
}
