/** @file The errors of a run in the order and selection that the error browser shows. */
import type { RunTable } from "../../src-shared/contract/run-table";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import {
  type DetectionError,
  FALSE_POSITIVE_KINDS,
  type FalsePositive,
  type Miss,
} from "../../src-shared/matching/rank-errors";
import type { ErrorBrowserState, FalsePositiveOrder, MissOrder } from "./error-browser-store";
import type { RunAnalysis } from "./run-analysis";

type Choice = Pick<ErrorBrowserState, "segment" | "falsePositiveOrder" | "missOrder" | "isUnreviewedOnly">;

/** `kept` is not left out although it is reviewed: the finding on screen must not vanish under the reader's hand. */
export function listErrors(
  analysis: RunAnalysis,
  choice: Choice,
  { reviewed, kept }: { readonly reviewed: ReadonlySet<string>; readonly kept?: string | undefined },
): readonly DetectionError[] {
  const { falsePositives, misses } = analysis.errors;
  const ordered =
    choice.segment === "false-positives"
      ? orderFalsePositives(falsePositives, choice.falsePositiveOrder)
      : orderMisses(misses, choice.missOrder, areaMeasure(analysis.table));
  if (!choice.isUnreviewedOnly) return ordered;
  return ordered.filter((error) => {
    const id = findingIdOf(analysis.table, error);
    return id === kept || !reviewed.has(id);
  });
}

/** The identifier of the detection that is wrong, or of the reference box that was missed. */
export function findingIdOf(table: RunTable, error: DetectionError): string {
  return error.kind === "miss" ? table.head.referenceIds[error.reference]! : table.head.detectionIds[error.detection]!;
}

export function instanceIdOf(table: RunTable, error: DetectionError): InstanceId {
  return table.head.images[error.image]!.instanceId;
}

/** The error that comes `step` places after the chosen one, round the end; the first or last where none is chosen. */
export function neighbourOf(
  table: RunTable,
  errors: readonly DetectionError[],
  { findingId, step }: { readonly findingId: string | undefined; readonly step: 1 | -1 },
): DetectionError | undefined {
  const at = errors.findIndex((error) => findingIdOf(table, error) === findingId);
  if (at < 0) return step > 0 ? errors[0] : errors.at(-1);
  return errors[(at + step + errors.length) % errors.length];
}

/** The next error after the chosen one that nobody has marked, round the end. */
export function nextUnreviewed(
  table: RunTable,
  errors: readonly DetectionError[],
  { findingId, reviewed }: { readonly findingId: string | undefined; readonly reviewed: ReadonlySet<string> },
): DetectionError | undefined {
  const at = errors.findIndex((error) => findingIdOf(table, error) === findingId);
  const ahead = [...errors.slice(at + 1), ...errors.slice(0, Math.max(0, at))];
  return ahead.find((error) => !reviewed.has(findingIdOf(table, error)));
}

function orderFalsePositives(errors: readonly FalsePositive[], order: FalsePositiveOrder): readonly FalsePositive[] {
  if (order === "score") return errors;
  const rank = ({ falsePositiveKind }: FalsePositive): number => FALSE_POSITIVE_KINDS.indexOf(falsePositiveKind);
  return errors.toSorted((a, b) => rank(a) - rank(b) || b.score - a.score);
}

type AreaMeasure = (miss: Miss) => number;

/** As the list tells the sizes: in the body where every image says its spacing, otherwise in pixels. */
function areaMeasure({ head: { images } }: RunTable): AreaMeasure {
  const pixelMm2 = images.map(({ spacingMm }) => spacingMm && spacingMm[0] * spacingMm[1]);
  if (pixelMm2.includes(undefined)) return ({ areaPx2 }) => areaPx2;
  return ({ areaPx2, image }) => areaPx2 * pixelMm2[image]!;
}

const MISS_COMPARISONS = {
  largest: (area) => (a, b) => area(b) - area(a),
  smallest: (area) => (a, b) => area(a) - area(b),
  "best-iou": () => (a, b) => b.bestIou - a.bestIou,
  "least-iou": () => (a, b) => a.bestIou - b.bestIou,
} satisfies Record<MissOrder, (area: AreaMeasure) => (a: Miss, b: Miss) => number>;

function orderMisses(errors: readonly Miss[], order: MissOrder, area: AreaMeasure): readonly Miss[] {
  return errors.toSorted(MISS_COMPARISONS[order](area));
}
