/** @file Makes a heat map of what a run drew or missed on an image, and measures what can be measured at once. */
import type { Explanation, ExplanationTarget } from "../../../src-shared/domain/explanation";
import { Failure } from "../../../src-shared/domain/failure";
import type { RunId } from "../../../src-shared/domain/identifiers";
import { explanationIdOf } from "../../data/store/explanations";
import type { HeatMap, LayerView } from "../../detection/explanation/layer-view";
import { measureMap } from "../../detection/explanation/measure-map";
import { rankCorrelation } from "../../detection/explanation/rank-correlation";
import { spreadMap } from "../../detection/explanation/scale-map";
import { weighLayer, type LayerMethod } from "../../detection/explanation/weigh-layer";
import type { Explainer } from "../explainers/explainer";
import { findTarget, type FoundTarget } from "./find-target";
import { sayingWhy, type LookedAt } from "./look-at-image";
import { nearestNames } from "./nearest-names";

export interface MapWanted {
  readonly runId: RunId;
  readonly target: ExplanationTarget;
  readonly method: LayerMethod;
  readonly layer: string;
}

export interface MadeMap {
  readonly explanation: Explanation;
  readonly map: HeatMap;
  readonly found: FoundTarget;
  /** The map at the layer's own size, as it was before stretching; absent where there is no score to explain. */
  readonly weighed?: HeatMap;
}

/** `seconds` are those of the way back and of the map alone; the caller knows what the look took.
 * @throws {Failure} in one sentence about the target or the layer */
export async function makeMap(seen: LookedAt, wanted: MapWanted): Promise<MadeMap> {
  const startMs = performance.now();
  requireLayer(seen.explainer, wanted.layer);
  const found = findTarget(seen, wanted.target);
  const view = await viewOf(seen, found, wanted.layer);
  const weighed = view && weighLayer(wanted.method, view);
  const map = weighed ? spreadMap(weighed, view, seen) : emptyMap(seen);
  const measures = {
    ...measurePlaces(seen, map, found),
    ...(weighed && agreementOf(weighed, view, wanted.method)),
  };
  const seconds = (performance.now() - startMs) / 1000;
  const explanation = describe(seen, wanted, { map, found, measures, seconds });
  return { map, found, explanation, ...(weighed && { weighed }) };
}

/** @throws {Failure} `invalid-input` with the nearest names */
export function requireLayer({ layers, card }: Explainer, layer: string): void {
  const names = layers.map(({ name }) => name);
  if (names.includes(layer)) return;
  const near = nearestNames(layer, names);
  throw new Failure("invalid-input", `${card.name} has no layer ${layer} to explain; near it are ${near.join(", ")}.`);
}

/** What a layer held and how the score depends on it; undefined where there is no score. */
export async function viewOf(
  { look }: Pick<LookedAt, "look">,
  { candidates }: Pick<FoundTarget, "candidates">,
  layer: string,
): Promise<LayerView | undefined> {
  if (candidates.length === 0) return undefined;
  return (await sayingWhy(() => look.gradients(candidates, [layer]))).get(layer);
}

/** Where the map's energy lies. */
export function measurePlaces(
  { frame, image }: Pick<LookedAt, "frame" | "image">,
  map: HeatMap,
  { boxes }: Pick<FoundTarget, "boxes">,
): ReturnType<typeof measureMap> {
  const { rows, columns } = frame;
  return measureMap(map, { image: { rows, columns }, boxes, references: image.references.map(({ box }) => box) });
}

interface Described {
  readonly map: HeatMap;
  readonly found: FoundTarget;
  readonly measures: Explanation["measures"];
  readonly seconds: number;
}

/** Everything that is kept of a map but its values. */
export function describe(
  { explainer, image }: Pick<LookedAt, "explainer" | "image">,
  { runId, target, method, layer }: Pick<Explanation, "runId" | "target" | "method" | "layer">,
  { map, found, measures, seconds }: Described,
): Explanation {
  const key = { runId, instanceId: image.instance.id, target, method, layer };
  const { score, box, standing, overlap } = found;
  return {
    ...key,
    id: explanationIdOf(key),
    createdAt: new Date().toISOString(),
    provider: explainer.provider,
    seconds,
    rows: map.rows,
    columns: map.columns,
    ...(score !== undefined && { score }),
    ...(box && { box }),
    ...(standing && { standing }),
    ...(overlap !== undefined && { overlap }),
    isEmpty: map.values.every((value) => value === 0),
    measures,
  };
}

/** They share the gradient, so that the other ones cost next to nothing; Eigen-CAM's own sum takes longer than the way
 * back. */
const GRADIENT_METHODS = ["grad-cam", "grad-cam++", "hires-cam"] as const;

/** Compared at the layer's own size: what stretching adds would agree of itself. */
function agreementOf(
  { values }: HeatMap,
  view: LayerView,
  method: LayerMethod,
): Pick<Explanation["measures"], "agreement"> {
  const agreement = GRADIENT_METHODS.filter((other) => other !== method).flatMap((other) => {
    const correlation = rankCorrelation(values, weighLayer(other, view).values);
    return correlation === undefined ? [] : [[other, correlation] as const];
  });
  return agreement.length > 0 ? { agreement: Object.fromEntries(agreement) } : {};
}

/** Nothing at all speaks for what has no score. */
export function emptyMap({ part: { rows, columns } }: Pick<LookedAt, "part">): HeatMap {
  return { rows, columns, values: new Float32Array(rows * columns) };
}
