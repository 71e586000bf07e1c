/** @file The errors of a run in the order and selection that the error browser shows. */
import type { RunTable } from "../../src-shared/contract/run-table";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import type { Verdict } from "../../src-shared/domain/verdict";
import type { DetectionError } from "../../src-shared/matching/rank-errors";
import type { ErrorChoice } from "./error-browser-store";
import { orderErrors } from "./order-errors";
import type { RunAnalysis } from "./run-analysis";

/** What readers have said of the errors, by the identifier of the finding. */
export interface ReaderMarks {
  readonly reviewed: ReadonlySet<string>;
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

export interface Listing extends ReaderMarks {
  /** Is not left out whatever is said of it: the finding on screen must not vanish under the reader's hand. */
  readonly kept?: string | undefined;
  /** Whether an error lies behind the marks that were clicked; undefined: none was. */
  readonly isBehindCases?: ((error: DetectionError) => boolean) | undefined;
}

export function listErrors(analysis: RunAnalysis, choice: ErrorChoice, listing: Listing): readonly DetectionError[] {
  const { isBehindCases, kept } = listing;
  const ordered = orderErrors(analysis, choice);
  if (!isBehindCases && !narrows(choice)) return ordered;
  const isChosen = chosenBy(choice, listing);
  return ordered.filter((error) => {
    if (isBehindCases && !isBehindCases(error)) return false;
    if (!isOfKind(error, choice.kinds)) return false;
    const id = findingIdOf(analysis.table, error);
    return id === kept || isChosen(id);
  });
}

/** Whether the choice leaves any error out. */
export function narrows({ kinds, verdict, tag, isUnreviewedOnly }: ErrorChoice): boolean {
  return kinds.length > 0 || verdict !== "any" || tag !== undefined || isUnreviewedOnly;
}

/** Looked at: marked as reviewed, or judged. */
export function isSettled({ reviewed, verdicts }: ReaderMarks, findingId: string): boolean {
  return reviewed.has(findingId) || (verdicts.get(findingId)?.verdict ?? null) !== null;
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
  { findingId, step }: { readonly findingId: string | undefined; readonly step: number },
): DetectionError | undefined {
  const at = errors.findIndex((error) => findingIdOf(table, error) === findingId);
  if (at < 0) return step > 0 ? errors[0] : errors.at(-1);
  const count = errors.length;
  return errors[(((at + step) % count) + count) % count];
}

/** The next error after the chosen one that nobody has marked or judged, round the end. */
export function nextUnreviewed(
  table: RunTable,
  errors: readonly DetectionError[],
  { findingId, marks }: { readonly findingId: string | undefined; readonly marks: ReaderMarks },
): DetectionError | undefined {
  const at = errors.findIndex((error) => findingIdOf(table, error) === findingId);
  const ahead = [...errors.slice(at + 1), ...errors.slice(0, Math.max(0, at))];
  return ahead.find((error) => !isSettled(marks, findingIdOf(table, error)));
}

function chosenBy({ isUnreviewedOnly, verdict, tag }: ErrorChoice, marks: ReaderMarks): (findingId: string) => boolean {
  return (findingId) => {
    if (isUnreviewedOnly && isSettled(marks, findingId)) return false;
    const said = marks.verdicts.get(findingId);
    if (tag !== undefined && !said?.tags.includes(tag)) return false;
    return verdict === "any" || (said?.verdict ?? "none") === verdict;
  };
}

function isOfKind(error: DetectionError, kinds: ErrorChoice["kinds"]): boolean {
  return error.kind === "miss" || kinds.length === 0 || kinds.includes(error.falsePositiveKind);
}
