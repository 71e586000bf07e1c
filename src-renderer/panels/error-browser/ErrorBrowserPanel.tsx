/** @file The error browser: false positives and misses of the active run, one key away from their images. */
import { Button, Skeleton } from "@mantine/core";
import { IconCircleCheck, IconListSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useMemo } from "react";
import type { RunId } from "../../../src-shared/domain/identifiers";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PreparationSteps } from "../../components/PreparationSteps";
import { VirtualRows } from "../../components/VirtualRows";
import { useActiveRun } from "../../stores/active-run-store";
import { useErrorBrowser } from "../../stores/error-browser-store";
import { findingIdOf, listErrors } from "../../stores/error-list";
import { queries } from "../../stores/queries";
import { stepError } from "../../stores/reading-commands";
import { reviewedSubjects } from "../../stores/reviews";
import type { RunAnalysis } from "../../stores/run-analysis";
import { useSelection } from "../../stores/selection-store";
import { useDeferredRunAnalysis, useRunTableQuery } from "../../stores/use-run-analysis";
import { ErrorListControls } from "./ErrorListControls";
import { ErrorRow } from "./ErrorRow";
import { ReviewControls } from "./ReviewControls";
import "./error-browser.css";

const ROW_HEIGHT_PX = 84;

export function ErrorBrowserPanel(): JSX.Element {
  const runId = useActiveRun((state) => state.runId);
  const hasRuns = useQuery(queries.runs()).data?.length !== 0;
  const { error, isPending, refetch } = useRunTableQuery();
  const analysis = useDeferredRunAnalysis();
  if (error) return <FailureNotice title="The boxes of this run cannot be read" error={error} onRetry={refetch} />;
  if (hasRuns && isPending) return <ErrorsSkeleton />;
  if (!runId || !analysis || analysis.table.head.images.length === 0) return <NothingYet />;
  return <ErrorList runId={runId} analysis={analysis} />;
}

function ErrorList({ runId, analysis }: { readonly runId: RunId; readonly analysis: RunAnalysis }): JSX.Element {
  const choice = useErrorBrowser();
  const findingId = useSelection((state) => state.findingId);
  const reviews = useQuery(queries.reviews(runId)).data;
  const reviewed = useMemo(() => reviewedSubjects(reviews ?? []), [reviews]);
  const errors = useMemo(
    () => listErrors(analysis, choice, { reviewed, kept: findingId }),
    [analysis, choice, reviewed, findingId],
  );
  const { table } = analysis;
  const chosenIndex = errors.findIndex((error) => findingIdOf(table, error) === findingId);
  const reviewedCount = errors.filter((error) => reviewed.has(findingIdOf(table, error))).length;
  return (
    <div className="errors">
      <ErrorListControls counts={analysis.matches.counts} />
      {errors.length === 0 ? (
        <NoErrors />
      ) : (
        <VirtualRows
          count={errors.length}
          rowHeightPx={ROW_HEIGHT_PX}
          label={choice.segment === "misses" ? "Misses" : "False positives"}
          testId="error-list"
          chosenIndex={chosenIndex}
          onStep={stepError}
          renderRow={(index) => {
            const error = errors[index]!;
            const id = findingIdOf(table, error);
            return (
              <ErrorRow
                table={table}
                error={error}
                place={index + 1}
                runId={runId}
                isChosen={index === chosenIndex}
                isReviewed={reviewed.has(id)}
              />
            );
          }}
        />
      )}
      <ReviewControls
        runId={runId}
        total={errors.length}
        reviewed={reviewedCount}
        place={chosenIndex + 1}
        isReviewed={findingId !== undefined && reviewed.has(findingId)}
      />
    </div>
  );
}

function ErrorsSkeleton(): JSX.Element {
  return (
    <div className="errors__skeleton" aria-hidden>
      {[1, 2, 3, 4, 5, 6].map((row) => (
        <Skeleton key={row} height={ROW_HEIGHT_PX - 16} />
      ))}
    </div>
  );
}

function NothingYet(): JSX.Element {
  return (
    <div className="errors__nothing">
      <Notice icon={IconListSearch} title="Errors appear here once a model has run">
        A run needs images with reference boxes and a model.
      </Notice>
      <PreparationSteps />
    </div>
  );
}

function NoErrors(): JSX.Element {
  const { segment, isUnreviewedOnly, showUnreviewedOnly, showSegment } = useErrorBrowser();
  const isMisses = segment === "misses";
  if (isUnreviewedOnly) {
    const all = (
      <Button variant="default" onClick={() => showUnreviewedOnly(false)}>
        Show reviewed ones too
      </Button>
    );
    return <Notice icon={IconCircleCheck} title="Everything in this list is reviewed" actions={all} />;
  }
  const other = (
    <Button variant="default" onClick={() => showSegment(isMisses ? "false-positives" : "misses")}>
      {isMisses ? "See false positives" : "See misses"}
    </Button>
  );
  return (
    <Notice
      icon={IconCircleCheck}
      title={isMisses ? "No misses at these thresholds" : "No false positives at these thresholds"}
      actions={other}
    >
      {isMisses ? "Every reference box was found." : "Lower the score threshold to see less confident detections."}
    </Notice>
  );
}
