/** @file Recall by size of the reference boxes, and by whatever the images say of themselves. */
import { SegmentedControl, Select } from "@mantine/core";
import { type JSX, useMemo, useState } from "react";
import type { CaseColumn } from "../../../src-shared/domain/case-filter";
import type { Frame } from "../../../src-shared/figures/case-table";
import { recallByColumn, tellingColumns } from "../../../src-shared/figures/recall-by-column";
import { NOTEBOOK_AREAS_PX2, recallByQuantile, recallBySize } from "../../../src-shared/figures/recall-by-size";
import type { RecallRow } from "../../../src-shared/figures/recall-row";
import { RECALL_COLUMNS } from "../../../src-shared/figures/chart-columns";
import { toCsv } from "../../../src-shared/figures/to-csv";
import { RecallBars } from "../../charts/RecallBars";
import { ChartCard } from "../../components/ChartCard";
import { readableCount } from "../../components/readable";
import type { RunAnalysis } from "../../stores/run-analysis";
import { useDeferredRunAnalysis } from "../../stores/use-run-analysis";
import { askRun } from "./ask-run";
import type { ChartSource } from "./chart-source";
import { NoChart } from "./NoChart";

const SIZES = ["notebook", "quarters"] as const;
type Sizes = (typeof SIZES)[number];
const SIZE_NAMES = { notebook: "64² and 96²", quarters: "Quarters" } satisfies Record<Sizes, string>;

const COLUMN_NAMES = {
  sex: "Sex",
  ageBand: "Age",
  view: "View",
  className: "Class",
  scanner: "Scanner",
  zone: "Zone",
  split: "Split",
} satisfies Record<CaseColumn, string>;

export function RecallBySizeCard({ runName, frame }: ChartSource): JSX.Element {
  const analysis = useDeferredRunAnalysis();
  const [sizes, setSizes] = useState<Sizes>("notebook");
  const rows = useMemo(() => (analysis ? sizeRows(analysis, sizes, frame) : []), [analysis, sizes, frame]);
  return (
    <RecallCard
      title="Recall by size"
      runName={runName}
      rows={rows}
      testId="chart-recall-size"
      control={
        <SegmentedControl
          aria-label="Sizes"
          value={sizes}
          data={SIZES.map((value) => ({ value, label: SIZE_NAMES[value] }))}
          onChange={setSizes}
        />
      }
      note={
        frame ? `Area in px² of the model’s frame, ${frame.widthPx} × ${frame.heightPx}.` : "Area in px² of the image."
      }
    />
  );
}

function sizeRows({ table, matches }: RunAnalysis, sizes: Sizes, frame: Frame | undefined): readonly RecallRow[] {
  const options = frame ? { frame } : {};
  if (sizes === "quarters") return recallByQuantile(table, matches, { parts: 4, ...options });
  return recallBySize(table, matches, { edgesPx2: NOTEBOOK_AREAS_PX2, ...options });
}

export function RecallByColumnCard({ table, runName }: ChartSource): JSX.Element {
  const analysis = useDeferredRunAnalysis();
  const columns = useMemo(() => tellingColumns(table), [table]);
  const [chosen, setChosen] = useState<CaseColumn>("ageBand");
  const column = columns.includes(chosen) ? chosen : (columns[0] ?? "zone");
  const rows = useMemo(
    () => (analysis ? recallByColumn(analysis.table, analysis.matches, column) : []),
    [analysis, column],
  );
  return (
    <RecallCard
      title="Recall by group"
      runName={`${runName} ${COLUMN_NAMES[column]}`}
      rows={rows}
      testId="chart-recall-column"
      control={
        <Select
          aria-label="Group by"
          w={130}
          value={column}
          data={columns.map((value) => ({ value, label: COLUMN_NAMES[value] }))}
          onChange={(value) => value && setChosen(value)}
        />
      }
      note={column === "zone" ? "Thirds of the image’s height; left is the image’s left." : "Grouped by the images."}
    />
  );
}

interface RecallCardProps {
  readonly title: string;
  readonly runName: string;
  readonly rows: readonly RecallRow[];
  readonly control: JSX.Element;
  readonly note: string;
  readonly testId: string;
}

const MOST_ROWS = 8;

function RecallCard({ title, runName, rows, control, note, testId }: RecallCardProps): JSX.Element {
  const references = rows.reduce((sum, row) => sum + row.references, 0);
  const shown = rows.slice(0, MOST_ROWS);
  const more = rows.length - shown.length;
  return (
    <ChartCard
      title={title}
      subject={runName}
      aside={`at the thresholds, n = ${readableCount(references)} boxes`}
      testId={testId}
      csv={() => toCsv(RECALL_COLUMNS, rows)}
      note={
        <span className="evaluation__line">
          <span>
            {note} {more > 0 && `${more} more in the CSV.`}
          </span>
          {control}
        </span>
      }
    >
      {references === 0 ? (
        <NoChart>The run covers no reference boxes, so there is no recall.</NoChart>
      ) : (
        <RecallBars
          label={title}
          namePx={132}
          groups={shown.map((row) => ({ ...row, id: row.label, name: row.label }))}
          onAsk={({ cases }, isFound, isAdded) =>
            askRun({ ...cases, ...(isFound !== undefined && { isFound }) }, isAdded)
          }
        />
      )}
    </ChartCard>
  );
}
