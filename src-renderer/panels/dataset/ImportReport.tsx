/** @file What an import met: each problem with file, reason and what was done, by kind, and as a file to keep. */
import { Button, Group, Skeleton } from "@mantine/core";
import { IconCircleCheck, IconDownload } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { type JSX, useCallback, useState } from "react";
import { importReportPath } from "../../../src-shared/contract/byte-paths";
import type { Dataset, ImportProblem, ImportProblemKind } from "../../../src-shared/domain/dataset";
import { hostAbilities } from "../../client/host-abilities";
import { Card } from "../../components/Card";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { reportFailure } from "../../components/report-failure";
import { VirtualRows } from "../../components/VirtualRows";
import { PAGE_ROWS, queries } from "../../stores/queries";
import { KindChip } from "./KindChip";
import { PROBLEM_KIND_NAMES } from "./problem-kind-names";

const ROW_HEIGHT_PX = 54;

export function ImportReport({ dataset }: { readonly dataset: Dataset }): JSX.Element {
  const [kind, setKind] = useState<ImportProblemKind>();
  const { data: counts, error, refetch } = useQuery(queries.problemCounts(dataset.id));
  const total = counts?.reduce((sum, { count }) => sum + count, 0);
  const save = (): void => {
    const name = `${dataset.name} import report.csv`;
    reportFailure(hostAbilities.saveFile({ name, path: importReportPath(dataset.id) }));
  };
  return (
    <Card
      title={`Import report: ${dataset.name}`}
      isFlush
      testId="import-report"
      aside={
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          disabled={!total}
          data-testid="report-csv"
          onClick={save}
        >
          CSV
        </Button>
      }
    >
      {error && <FailureNotice title="The report cannot be read" error={error} onRetry={refetch} />}
      {total === 0 && (
        <Notice icon={IconCircleCheck} title={dataset.isComplete ? "Nothing to report" : "Nothing to report so far"}>
          Every image was read and every label found its image.
        </Notice>
      )}
      {counts && total !== undefined && total > 0 && (
        <>
          <Group className="report__kinds" gap="xs" role="group" aria-label="Kinds of problems">
            <KindChip name="All" count={total} isChosen={kind === undefined} onChoose={() => setKind(undefined)} />
            {counts.map((row) => (
              <KindChip
                key={row.kind}
                name={PROBLEM_KIND_NAMES[row.kind]}
                count={row.count}
                isChosen={kind === row.kind}
                onChoose={() => setKind(row.kind)}
              />
            ))}
          </Group>
          <ProblemRows key={kind ?? "all"} dataset={dataset} kind={kind} />
        </>
      )}
    </Card>
  );
}

interface ProblemRowsProps {
  readonly dataset: Dataset;
  readonly kind: ImportProblemKind | undefined;
}

function ProblemRows({ dataset, kind }: ProblemRowsProps): JSX.Element {
  const [[firstPage, lastPage], setPages] = useState<readonly [number, number]>([0, 0]);
  const pages = [...new Set([0, firstPage, lastPage])];
  const results = useQueries({ queries: pages.map((page) => queries.problems(dataset.id, kind, page)) });
  const watchRange = useCallback((first: number, last: number) => {
    setPages(([before, after]) => {
      const next = [Math.floor(first / PAGE_ROWS), Math.floor(last / PAGE_ROWS)] as const;
      return next[0] === before && next[1] === after ? [before, after] : next;
    });
  }, []);
  const [first] = results;
  if (first?.error)
    return <FailureNotice title="The report cannot be read" error={first.error} onRetry={first.refetch} />;
  const total = first?.data?.total;
  if (total === undefined) return <Skeleton h={120} m="md" />;
  return (
    <div className="report__rows">
      <div className="report__head" aria-hidden>
        <span>Problem</span>
        <span>File</span>
        <span>Reason</span>
        <span>What was done</span>
      </div>
      <VirtualRows
        count={total}
        rowHeightPx={ROW_HEIGHT_PX}
        label="Problems"
        testId="problems"
        onRange={watchRange}
        renderRow={(index) => {
          const problem = results[pages.indexOf(Math.floor(index / PAGE_ROWS))]?.data?.rows[index % PAGE_ROWS];
          return problem ? <ProblemRow problem={problem} /> : <Skeleton h={ROW_HEIGHT_PX - 16} m={8} />;
        }}
      />
    </div>
  );
}

function ProblemRow({
  problem: { kind, file, row, reason, action },
}: {
  readonly problem: ImportProblem;
}): JSX.Element {
  return (
    <div className="report__row" data-testid="problem-row">
      <span>{PROBLEM_KIND_NAMES[kind]}</span>
      <span className="report__file mono" title={file}>
        {file}
        {row !== undefined && `, row ${row}`}
      </span>
      <span title={reason}>{reason}</span>
      <span title={action}>{action}</span>
    </div>
  );
}
