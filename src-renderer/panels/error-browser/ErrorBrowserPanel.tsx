/** @file The error browser: false positives and misses of the active run, one key away from their images. */
import { Skeleton } from "@mantine/core";
import { IconListSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PreparationSteps } from "../../components/PreparationSteps";
import { useActiveRun } from "../../stores/active-run-store";
import { queries } from "../../stores/queries";
import { useDeferredRunAnalysis, useRunTableQuery } from "../../stores/use-run-analysis";
import { ErrorBrowser } from "./ErrorBrowser";
import "./error-browser.css";

export function ErrorBrowserPanel(): JSX.Element {
  const runId = useActiveRun((state) => state.runId);
  const hasRuns = useQuery(queries.runs()).data?.length !== 0;
  const { error, isPending, refetch } = useRunTableQuery();
  const analysis = useDeferredRunAnalysis();
  if (error) return <FailureNotice title="The boxes of this run cannot be read" error={error} onRetry={refetch} />;
  if (hasRuns && isPending) return <ErrorsSkeleton />;
  if (!runId || !analysis || analysis.table.head.images.length === 0) return <NothingYet />;
  return <ErrorBrowser runId={runId} analysis={analysis} />;
}

function ErrorsSkeleton(): JSX.Element {
  return (
    <div className="errors__skeleton" aria-hidden>
      {[1, 2, 3, 4, 5, 6].map((row) => (
        <Skeleton key={row} height={68} />
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
