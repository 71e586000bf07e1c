/** @file Makes what takes long for one target: the checks of a map, or the map of D-RISE. */
import { z } from "zod";
import { MapMethod, type Explanation } from "../../src-shared/domain/explanation";
import type { ReportRuns } from "../detection/explanation/prepared-image";
import { riseMap } from "../detection/explanation/rise-map";
import { checkMaps } from "./explanations/check-maps";
import { readExplainedImage, readExplainedModel } from "./explanations/explained-image";
import { MapRequest, ModelPlace } from "./explanations/explanation-request";
import { findTarget } from "./explanations/find-target";
import { followScore } from "./explanations/follow-score";
import { withExplainer } from "./explanations/kept-explainer";
import { keepMap, MapBatch, writeMaps } from "./explanations/kept-map";
import { lookAtImage, type LookedAt } from "./explanations/look-at-image";
import { describe, emptyMap, makeMap, measurePlaces, requireLayer, type MadeMap } from "./explanations/make-map";
import type { JobContext, JobDefinition } from "./job";

const ExamineMapInput = z.object({
  ...ModelPlace.shape,
  ...MapRequest.shape,
  method: MapMethod,
  /** Random masks of D-RISE. */
  masks: z.int().positive(),
  seed: z.int().nonnegative(),
});
export type ExamineMapInput = z.infer<typeof ExamineMapInput>;

const ExamineMapOutput = z.object({ seconds: z.number().nonnegative() });

export const examineMap: JobDefinition<ExamineMapInput, z.infer<typeof ExamineMapOutput>, MapBatch> = {
  kind: "examine-map",
  input: ExamineMapInput,
  output: ExamineMapOutput,
  batch: MapBatch,
  run: examine,
  write: writeMaps,
};

type Context = JobContext<MapBatch>;

async function examine(input: ExamineMapInput, context: Context): Promise<z.infer<typeof ExamineMapOutput>> {
  const { store, report, emit } = context;
  const startMs = performance.now();
  const image = await readExplainedImage(store, input);
  const { source } = await readExplainedModel(store, input);
  report({ done: 0, note: `Opening ${source.card.name}` });
  await withExplainer(source, context, async (explainer) => {
    const seen = await lookAtImage(explainer, image);
    await keepMap(await examined(seen, input, context), input.projectFolder, emit);
  });
  return { seconds: (performance.now() - startMs) / 1000 };
}

/** The layer that methods are said to look at which look at none. */
export const NO_LAYER = "input";

async function examined(
  seen: LookedAt,
  input: ExamineMapInput,
  context: Context,
): Promise<Pick<MadeMap, "explanation" | "map">> {
  const { method, ...wanted } = input;
  if (method === "d-rise") return hideAtRandom(seen, input, context);
  requireLayer(seen.explainer, input.layer);
  const made = await makeMap(seen, { ...wanted, method });
  const [checks] = await checkMaps(seen, [made], { seed: input.seed, report: watchRuns(context, "Checking the map") });
  return { map: made.map, explanation: withChecks(made.explanation, checks!) };
}

/** The laboratory knows no signals: it stops where its report throws. */
function watchRuns({ report, signal }: Context, note: string): ReportRuns {
  return (done, total) => {
    signal.throwIfAborted();
    report({ done, total, note });
  };
}

function withChecks(explanation: Explanation, checks: Partial<Explanation["measures"]>): Explanation {
  return { ...explanation, measures: { ...explanation.measures, ...checks } };
}

async function hideAtRandom(
  seen: LookedAt,
  { masks, seed, ...wanted }: ExamineMapInput,
  context: Context,
): Promise<Pick<MadeMap, "explanation" | "map">> {
  const startMs = performance.now();
  const found = findTarget(seen, wanted.target);
  const { data, shape } = seen.prepared;
  const report = watchRuns(context, "Hiding parts of the image");
  const map =
    found.candidates.length === 0
      ? emptyMap(seen)
      : await riseMap(
          { data, shape, part: seen.part },
          { masks, seed, weightOf: followScore(seen, found, wanted.target).weightOf, report },
        );
  const seconds = (performance.now() - startMs) / 1000;
  const measures = measurePlaces(seen, map, found);
  return { map, explanation: describe(seen, { ...wanted, layer: NO_LAYER }, { map, found, measures, seconds }) };
}
