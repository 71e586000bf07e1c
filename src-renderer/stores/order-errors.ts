/** @file The errors of a run in the order that the error browser shows; each order is computed once. */
import type { RunTable } from "../../src-shared/contract/run-table";
import { type DetectionError, FALSE_POSITIVE_KINDS } from "../../src-shared/matching/rank-errors";
import { apLossOf } from "./error-ap-loss";
import type { ErrorChoice, FalsePositiveOrder, MissOrder } from "./error-browser-store";
import { nearestBoxOf } from "./nearest-box";
import type { RunAnalysis } from "./run-analysis";

type ErrorOrder = FalsePositiveOrder | MissOrder;

const ordered = new WeakMap<RunAnalysis, Map<string, readonly DetectionError[]>>();

/** Errors that an order cannot place come last; equal ones keep the order of score or size. */
export function orderErrors(
  analysis: RunAnalysis,
  { segment, falsePositiveOrder, missOrder }: Pick<ErrorChoice, "segment" | "falsePositiveOrder" | "missOrder">,
): readonly DetectionError[] {
  const isMisses = segment === "misses";
  const order = isMisses ? missOrder : falsePositiveOrder;
  const known = ordered.get(analysis) ?? new Map<string, readonly DetectionError[]>();
  ordered.set(analysis, known);
  const key = `${segment} ${order}`;
  const errors = known.get(key) ?? sortErrors(analysis, isMisses ? "misses" : "falsePositives", order);
  known.set(key, errors);
  return errors;
}

/** What an order goes by, and whether the least comes first; undefined where an error has no such value. */
type Measure = (error: DetectionError) => number | undefined;

interface Ordering {
  readonly measure: (analysis: RunAnalysis) => Measure;
  readonly isRising: boolean;
}

const ORDERINGS = {
  score: { measure: () => scoreOf, isRising: false },
  "least-score": { measure: () => scoreOf, isRising: true },
  kind: { measure: () => rankOfKind, isRising: true },
  "ap-loss": { measure: (analysis) => (error) => apLossOf(analysis, error), isRising: false },
  largest: { measure: areaMeasure, isRising: false },
  smallest: { measure: areaMeasure, isRising: true },
  "best-iou": { measure: () => bestIouOf, isRising: false },
  "least-iou": { measure: () => bestIouOf, isRising: true },
  nearest: { measure: distanceMeasure, isRising: true },
  farthest: { measure: distanceMeasure, isRising: false },
} satisfies Record<ErrorOrder, Ordering>;

function sortErrors(
  analysis: RunAnalysis,
  kind: "falsePositives" | "misses",
  order: ErrorOrder,
): readonly DetectionError[] {
  const errors: readonly DetectionError[] = analysis.errors[kind];
  // They come ranked by score already.
  if (order === "score") return errors;
  const { measure, isRising } = ORDERINGS[order];
  const measureOf = measure(analysis);
  const sign = isRising ? 1 : -1;
  return errors
    .map((error) => ({ error, value: measureOf(error) }))
    .toSorted((a, b) => {
      if (a.value === undefined || b.value === undefined)
        return Number(a.value === undefined) - Number(b.value === undefined);
      return sign * (a.value - b.value);
    })
    .map(({ error }) => error);
}

function scoreOf(error: DetectionError): number | undefined {
  return error.kind === "miss" ? undefined : error.score;
}

function rankOfKind(error: DetectionError): number | undefined {
  return error.kind === "miss" ? undefined : FALSE_POSITIVE_KINDS.indexOf(error.falsePositiveKind);
}

function bestIouOf({ bestIou }: DetectionError): number {
  return bestIou;
}

/** As the list tells the sizes: in the body where every image says its spacing, otherwise in pixels. */
function areaMeasure({ table }: RunAnalysis): Measure {
  const pixelMm2 = pixelAreasMm2(table);
  if (!pixelMm2) return ({ areaPx2 }) => areaPx2;
  return ({ areaPx2, image }) => areaPx2 * pixelMm2[image]!;
}

function distanceMeasure(analysis: RunAnalysis): Measure {
  const inMm = pixelAreasMm2(analysis.table) !== undefined;
  return (error) => {
    const nearest = nearestBoxOf(analysis, error);
    return inMm ? nearest?.distanceMm : nearest?.distancePx;
  };
}

/** Undefined unless every image says its spacing: millimetres and pixels cannot be put into one order. */
function pixelAreasMm2({ head: { images } }: RunTable): readonly number[] | undefined {
  const areas = images.map(({ spacingMm }) => spacingMm && spacingMm[0] * spacingMm[1]);
  return areas.every((area) => area !== undefined) ? areas : undefined;
}
