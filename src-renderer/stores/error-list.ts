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
      : orderMisses(misses, choice.missOrder);
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

const MISS_COMPARISONS = {
  largest: (a: Miss, b: Miss) => b.areaPx2 - a.areaPx2,
  smallest: (a: Miss, b: Miss) => a.areaPx2 - b.areaPx2,
  "best-iou": (a: Miss, b: Miss) => b.bestIou - a.bestIou,
  "least-iou": (a: Miss, b: Miss) => a.bestIou - b.bestIou,
} satisfies Record<MissOrder, (a: Miss, b: Miss) => number>;

function orderMisses(errors: readonly Miss[], order: MissOrder): readonly Miss[] {
  return errors.toSorted(MISS_COMPARISONS[order]);
}
