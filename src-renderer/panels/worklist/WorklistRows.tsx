/** @file The rows of the worklist, fetched page by page as they come into sight. */
import { Button, Skeleton } from "@mantine/core";
import { IconCheck, IconCircleDashed, IconFilterOff, IconPhotoOff, IconX } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { type JSX, useCallback, useState } from "react";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { readableAmount } from "../../components/readable";
import { reportFailure } from "../../components/report-failure";
import { VirtualRows } from "../../components/VirtualRows";
import { useWorklistFilter } from "../../stores/case-query";
import { useCases } from "../../stores/cases-store";
import { useLayout } from "../../stores/layout-store";
import { PAGE_ROWS, queries } from "../../stores/queries";
import { loadedIndexOf, stepCase } from "../../stores/reading-commands";
import { useSelection } from "../../stores/selection-store";
import { useDeferredRunAnalysis } from "../../stores/use-run-analysis";
import { useWorklist } from "../../stores/worklist-store";
import { WorklistRow } from "./WorklistRow";

const ROW_HEIGHT_PX = 34;

export function WorklistRows(): JSX.Element {
  const { search, splitId, presence } = useWorklist();
  const filter = useWorklistFilter();
  const hasCases = useCases((state) => state.filters.length > 0);
  const [lastPage, setLastPage] = useState(0);
  const [firstPage, setFirstPage] = useState(0);
  const analysis = useDeferredRunAnalysis();
  const chosen = useSelection((state) => state.instanceId);

  // The first page is always asked for: it says how many rows there are.
  const pages = [...new Set([0, ...range(firstPage, lastPage)])];
  const results = useQueries({
    queries: pages.map((page) => queries.worklistPage(filter, page)),
  });
  const rowAt = (index: number) => results[pages.indexOf(Math.floor(index / PAGE_ROWS))]?.data?.rows[index % PAGE_ROWS];
  const watchRange = useCallback((first: number, last: number) => {
    setFirstPage(Math.floor(first / PAGE_ROWS));
    setLastPage(Math.floor(last / PAGE_ROWS));
  }, []);

  const [first] = results;
  if (first?.error)
    return <FailureNotice title="The worklist cannot be read" error={first.error} onRetry={first.refetch} />;
  const total = first?.data?.total;
  if (total === undefined) return <WorklistSkeleton />;
  if (total === 0)
    return (
      <EmptyWorklist isNarrowed={hasCases || search.trim() !== "" || splitId !== undefined || presence !== "all"} />
    );
  const chosenIndex = loadedIndexOf(filter, chosen);
  return (
    <>
      <div className="worklist__head" aria-hidden>
        <span>Patient</span>
        <span>Class</span>
        <span className="worklist__number" title="Reference boxes">
          Ref
        </span>
        <span className="worklist__judged">
          <IconCheck data-kind="found" size={14} stroke={2}>
            <title>True positives</title>
          </IconCheck>
          <IconX data-kind="false" size={14} stroke={2}>
            <title>False positives</title>
          </IconX>
          <IconCircleDashed data-kind="missed" size={14} stroke={2}>
            <title>Misses</title>
          </IconCircleDashed>
        </span>
      </div>
      <VirtualRows
        count={total}
        rowHeightPx={ROW_HEIGHT_PX}
        label="Cases"
        testId="worklist"
        chosenIndex={chosenIndex}
        onRange={watchRange}
        onStep={(step) => reportFailure(stepCase(step))}
        renderRow={(index) => {
          const row = rowAt(index);
          if (!row) return <Skeleton height={ROW_HEIGHT_PX - 12} m={6} />;
          return (
            <WorklistRow
              row={row}
              isChosen={row.instanceId === chosen}
              tally={analysis?.tallies.get(row.instanceId)}
              hasRun={analysis !== undefined}
            />
          );
        }}
      />
      <footer className="worklist__foot">{readableAmount(total, "image")}</footer>
    </>
  );
}

function WorklistSkeleton(): JSX.Element {
  return (
    <div className="worklist__skeleton" aria-hidden>
      {range(0, 11).map((row) => (
        <Skeleton key={row} height={ROW_HEIGHT_PX - 12} />
      ))}
    </div>
  );
}

function EmptyWorklist({ isNarrowed }: { readonly isNarrowed: boolean }): JSX.Element {
  const resetSearch = useWorklist((state) => state.reset);
  const clearCases = useCases((state) => state.clear);
  const reset = (): void => {
    resetSearch();
    clearCases();
  };
  const goTo = useLayout((state) => state.goTo);
  if (isNarrowed) {
    const action = (
      <Button variant="default" onClick={reset}>
        Show all images
      </Button>
    );
    return (
      <Notice icon={IconFilterOff} title="No image matches" actions={action}>
        The search, the filters and the chosen cases above leave nothing.
      </Notice>
    );
  }
  return (
    <Notice
      icon={IconPhotoOff}
      title="No images yet"
      actions={<Button onClick={() => goTo("data")}>Import images…</Button>}
    >
      Import an RSNA-format folder or zip archive; the files stay where they are.
    </Notice>
  );
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
