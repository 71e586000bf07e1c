/** @file The errors at the thresholds of the moment: what narrows and orders them, the list, and the chosen one's verdict. */
import { useQuery } from "@tanstack/react-query";
import { type JSX, useMemo } from "react";
import type { RunTable } from "../../../src-shared/contract/run-table";
import type { RunId } from "../../../src-shared/domain/identifiers";
import { type DetectionError, FALSE_POSITIVE_KINDS } from "../../../src-shared/matching/rank-errors";
import { CaseChips } from "../../components/CaseChips";
import { VirtualRows } from "../../components/VirtualRows";
import { VirtualTiles } from "../../components/VirtualTiles";
import { useErrorBrowser } from "../../stores/error-browser-store";
import { stepError } from "../../stores/error-commands";
import { findingIdOf, isSettled, listErrors, narrows, type ReaderMarks } from "../../stores/error-list";
import { queries } from "../../stores/queries";
import { reviewedSubjects } from "../../stores/reviews";
import type { RunAnalysis } from "../../stores/run-analysis";
import { isBehindCases, useRunCases } from "../../stores/run-cases";
import { useSelection } from "../../stores/selection-store";
import { tagsOf, verdictsBySubject } from "../../stores/verdicts";
import { describeOrderFact } from "./describe-order-fact";
import type { KindCounts } from "./ErrorFilters";
import { ErrorListControls } from "./ErrorListControls";
import { ErrorRow } from "./ErrorRow";
import { ErrorTile, TILE_PICTURE_PX } from "./ErrorTile";
import { NoErrors } from "./NoErrors";
import { RescoredFigures } from "./RescoredFigures";
import { ReviewControls } from "./ReviewControls";
import { VerdictControls } from "./VerdictControls";

export interface ErrorBrowserProps {
  readonly runId: RunId;
  readonly analysis: RunAnalysis;
}

export function ErrorBrowser({ runId, analysis }: ErrorBrowserProps): JSX.Element {
  const choice = useErrorBrowser();
  const findingId = useSelection((state) => state.findingId);
  const marks = useReaderMarks(runId);
  const behind = useErrorsBehind(analysis);
  const errors = useMemo(
    () => listErrors(analysis, choice, { ...marks, kept: findingId, isBehindCases: behind.isBehind }),
    [analysis, choice, marks, findingId, behind],
  );
  const knownTags = useMemo(() => tagsOf(marks.verdicts), [marks]);
  const { table } = analysis;
  const chosenIndex =
    findingId === undefined ? -1 : errors.findIndex((error) => findingIdOf(table, error) === findingId);
  const reviewed = useMemo(() => countSettled(table, errors, marks), [table, errors, marks]);
  return (
    <div className="errors">
      <CaseChips />
      <ErrorListControls counts={behind.counts} kindCounts={behind.kindCounts} knownTags={knownTags} />
      {errors.length === 0 ? (
        <NoErrors isNarrowed={narrows(choice)} />
      ) : (
        <Errors {...{ runId, analysis, errors, marks, chosenIndex }} />
      )}
      <RescoredFigures analysis={analysis} verdicts={marks.verdicts} />
      {chosenIndex >= 0 && <VerdictControls said={marks.verdicts.get(findingId ?? "")} knownTags={knownTags} />}
      <ReviewControls
        runId={runId}
        total={errors.length}
        reviewed={reviewed}
        place={chosenIndex + 1}
        isReviewed={findingId !== undefined && marks.reviewed.has(findingId)}
      />
    </div>
  );
}

/** Most runs have many errors, and most of these no mark. */
function countSettled(table: RunTable, errors: readonly DetectionError[], marks: ReaderMarks): number {
  if (marks.reviewed.size === 0 && marks.verdicts.size === 0) return 0;
  return errors.reduce((count, error) => count + Number(isSettled(marks, findingIdOf(table, error))), 0);
}

const ROW_HEIGHT_PX = 84;
const TILE_HEIGHT_PX = TILE_PICTURE_PX + 32;
const TILE_WIDTH_PX = TILE_PICTURE_PX + 12;

interface ErrorsProps extends ErrorBrowserProps {
  readonly errors: readonly DetectionError[];
  readonly marks: ReaderMarks;
  readonly chosenIndex: number;
}

function Errors({ runId, analysis, errors, marks, chosenIndex }: ErrorsProps): JSX.Element {
  const choice = useErrorBrowser();
  const label = choice.segment === "misses" ? "Misses" : "False positives";
  const shared = (index: number) => {
    const error = errors[index]!;
    const id = findingIdOf(analysis.table, error);
    return {
      table: analysis.table,
      error,
      isChosen: index === chosenIndex,
      isSettled: isSettled(marks, id),
      said: marks.verdicts.get(id),
      fact: describeOrderFact(analysis, error, choice),
    };
  };
  if (choice.layout === "gallery") {
    return (
      <VirtualTiles
        count={errors.length}
        tileWidthPx={TILE_WIDTH_PX}
        tileHeightPx={TILE_HEIGHT_PX}
        label={label}
        testId="error-gallery"
        chosenIndex={chosenIndex}
        onStep={stepError}
        renderTile={(index) => {
          const { fact, ...tile } = shared(index);
          return <ErrorTile {...tile} orderFact={fact?.brief} />;
        }}
      />
    );
  }
  return (
    <VirtualRows
      count={errors.length}
      rowHeightPx={ROW_HEIGHT_PX}
      label={label}
      testId="error-list"
      chosenIndex={chosenIndex}
      onStep={stepError}
      renderRow={(index) => {
        const { fact, ...row } = shared(index);
        return <ErrorRow {...row} orderFact={fact?.text} place={index + 1} runId={runId} />;
      }}
    />
  );
}

function useReaderMarks(runId: RunId): ReaderMarks {
  const reviews = useQuery(queries.reviews(runId)).data;
  const verdicts = useQuery(queries.verdicts(runId)).data;
  return useMemo(
    () => ({ reviewed: reviewedSubjects(reviews ?? []), verdicts: verdictsBySubject(verdicts ?? []) }),
    [reviews, verdicts],
  );
}

interface ErrorsBehind {
  /** Undefined: no mark of a chart was clicked. */
  readonly isBehind: ((error: DetectionError) => boolean) | undefined;
  readonly counts: { readonly falsePositives: number; readonly misses: number };
  readonly kindCounts: KindCounts;
}

/** The errors behind the marks that were clicked, all errors where none was. */
function useErrorsBehind(analysis: RunAnalysis): ErrorsBehind {
  const cases = useRunCases(analysis.table);
  return useMemo(() => {
    const isBehind = cases && ((error: DetectionError) => isBehindCases(cases, error));
    const { falsePositives, misses } = analysis.errors;
    const shown = isBehind ? falsePositives.filter(isBehind) : falsePositives;
    const kindCounts = Object.fromEntries(FALSE_POSITIVE_KINDS.map((kind) => [kind, 0])) as Record<
      keyof KindCounts,
      number
    >;
    for (const { falsePositiveKind } of shown) kindCounts[falsePositiveKind]++;
    const counts = { falsePositives: shown.length, misses: (isBehind ? misses.filter(isBehind) : misses).length };
    return { isBehind, counts, kindCounts };
  }, [analysis, cases]);
}
