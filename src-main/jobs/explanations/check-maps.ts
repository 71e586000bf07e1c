/** @file Asks of maps of one image whether they mean anything: hides what they point at, and scrambles the network. */
import type { MapMeasures } from "../../../src-shared/domain/explanation";
import { perturbationCurves } from "../../detection/explanation/perturbation-curves";
import type { ReportRuns } from "../../detection/explanation/prepared-image";
import { rankCorrelation } from "../../detection/explanation/rank-correlation";
import { weighLayer, type LayerMethod } from "../../detection/explanation/weigh-layer";
import type { Explainer } from "../explainers/explainer";
import { followScore } from "./follow-score";
import { sayingWhy, type LookedAt } from "./look-at-image";
import { viewOf, type MadeMap } from "./make-map";

export type Checks = Pick<MapMeasures, "deletion" | "insertion" | "randomisation">;

export interface CheckOptions {
  readonly seed: number;
  readonly report?: ReportRuns;
}

/** In the order of the maps; nothing for one that explains no score. About 20 runs of the model for each map, and one
 * for each part of the network, which all maps of an image share. */
export async function checkMaps(
  seen: LookedAt,
  made: readonly MadeMap[],
  { seed, report = () => undefined }: CheckOptions,
): Promise<readonly Checks[]> {
  const total = made.length * CURVE_RUNS + seen.explainer.parts.length;
  const curves: Checks[] = [];
  for (const [index, map] of made.entries()) {
    curves.push(await curvesOf(seen, map, (done) => report(index * CURVE_RUNS + done, total)));
  }
  const reportPart = (part: number): void => report(made.length * CURVE_RUNS + part, total);
  const similarities = await scrambleInTurn(seen, made, { seed, report: reportPart });
  return curves.map((curve, index) => {
    const randomisation = similarities[index]!;
    return { ...curve, ...(randomisation.length > 0 && { randomisation }) };
  });
}

/** Of `perturbationCurves`. */
const CURVE_RUNS = 20;

async function curvesOf(seen: LookedAt, { explanation, map, found }: MadeMap, report: ReportRuns): Promise<Checks> {
  if (found.candidates.length === 0) return {};
  const { data, shape } = seen.prepared;
  const { scoreOf } = followScore(seen, found, explanation.target);
  return (await perturbationCurves({ data, shape, part: seen.part }, map, { scoreOf, report })) ?? {};
}

type Similarities = NonNullable<MapMeasures["randomisation"]>;

/** The weights of ever more parts, from the output down, are drawn anew: a map that stays as it was does not tell what
 * the model has learned. A part whose scrambled map is the same everywhere orders nothing and is left out.
 * @see Adebayo et al. 2018, Sanity checks for saliency maps, arXiv:1810.03292: cascading randomisation */
async function scrambleInTurn(
  seen: LookedAt,
  made: readonly MadeMap[],
  { seed, report }: { readonly seed: number; readonly report: (part: number) => void },
): Promise<readonly Similarities[]> {
  const similarities: Similarities[] = made.map(() => []);
  for (const [index, part] of seen.explainer.parts.entries()) {
    const scrambled = await sayingWhy(() => seen.explainer.scrambled(part, seed));
    try {
      const found = await similaritiesTo(scrambled, seen, made);
      for (const [place, similarity] of found.entries()) {
        if (similarity !== undefined) similarities[place]!.push({ part, similarity });
      }
    } finally {
      await scrambled.release();
    }
    report(index + 1);
  }
  return similarities;
}

async function similaritiesTo(
  scrambled: Explainer,
  seen: LookedAt,
  made: readonly MadeMap[],
): Promise<readonly (number | undefined)[]> {
  const look = await sayingWhy(() => scrambled.look(seen.prepared, { pinnedTo: seen.look }));
  const similarities: (number | undefined)[] = [];
  for (const { weighed, found, explanation } of made) {
    const view = weighed && (await viewOf({ look }, found, explanation.layer));
    // A map of a layer comes from a method that looks at layers.
    const method = explanation.method as LayerMethod;
    similarities.push(view && rankCorrelation(weighed.values, weighLayer(method, view).values));
  }
  return similarities;
}
