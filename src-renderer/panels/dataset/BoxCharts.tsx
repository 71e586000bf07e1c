/** @file The shapes and places of a data set's reference boxes; every mark leads to its images. */
import type { JSX } from "react";
import type { Box } from "../../../src-shared/domain/box";
import type { BOX_MEASURES, CaseFilter } from "../../../src-shared/domain/case-filter";
import type { Histogram, Overview } from "../../../src-shared/domain/overview";
import { toCsv } from "../../../src-shared/figures/to-csv";
import { rangesBetween } from "../../../src-shared/figures/value-range";
import { BarHistogram } from "../../charts/BarHistogram";
import { PositionMap } from "../../charts/PositionMap";
import { RowBars } from "../../charts/RowBars";
import { ChartCard } from "../../components/ChartCard";
import { readableAmount, readableCount, UNDEFINED_FIGURE } from "../../components/readable";
import { reportFailure } from "../../components/report-failure";
import { askForCases } from "../../stores/land-on-cases";

export interface BoxChartsProps {
  readonly overview: Overview;
  /** Names the files that charts are saved as. */
  readonly subject: string;
}

export function BoxCharts({ overview, subject }: BoxChartsProps): JSX.Element {
  return (
    <div className="dataset__charts">
      <ShapeHistogram
        title="Area of boxes"
        axis="Area, square pixels"
        measure="area"
        histogram={overview.areaHistogram}
        describe={readableArea}
        subject={subject}
      />
      <ShapeHistogram
        title="Aspect of boxes"
        axis="Width over height"
        measure="aspect"
        histogram={overview.aspectHistogram}
        describe={(edge) => edge.toFixed(2)}
        subject={subject}
      />
      <BoxesPerPatient overview={overview} subject={subject} />
      <Positions overview={overview} subject={subject} />
    </div>
  );
}

function NoBoxes({ title, subject }: { readonly title: string; readonly subject: string }): JSX.Element {
  return (
    <ChartCard title={title} subject={subject}>
      <p className="aside">{UNDEFINED_FIGURE} There are no reference boxes.</p>
    </ChartCard>
  );
}

interface ShapeHistogramProps {
  readonly title: string;
  readonly axis: string;
  readonly measure: (typeof BOX_MEASURES)[number];
  readonly histogram: Histogram | undefined;
  readonly describe: (edge: number) => string;
  readonly subject: string;
}

const BIN_COLUMNS = {
  from: ({ from }: Bin) => from,
  to: ({ to }: Bin) => to,
  boxes: ({ boxes }: Bin) => boxes,
} as const;

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly boxes: number;
}

function ShapeHistogram({ title, axis, measure, histogram, describe, subject }: ShapeHistogramProps): JSX.Element {
  if (!histogram) return <NoBoxes title={title} subject={subject} />;
  const total = histogram.counts.reduce((sum, count) => sum + count, 0);
  const ranges = rangesBetween(histogram.edges);
  const bins = ranges.map(({ from, to }, index) => ({ from, to, boxes: histogram.counts[index]! }));
  return (
    <ChartCard
      title={title}
      subject={subject}
      aside={`n = ${readableAmount(total, "box", "boxes")}`}
      testId={`histogram-${measure}`}
      csv={() => toCsv(BIN_COLUMNS, bins)}
    >
      <BarHistogram
        label={title}
        xLabel={axis}
        yLabel="Boxes"
        counts={histogram.counts}
        edges={histogram.edges}
        describe={describe}
        onAsk={(bin, isAdded) => askOfDataset({ kind: "box-shape", measure, ...ranges[bin]! }, isAdded)}
      />
    </ChartCard>
  );
}

const PATIENT_COLUMNS = {
  boxes: ({ boxes }: PatientsByBoxes) => boxes,
  patients: ({ patients }: PatientsByBoxes) => patients,
} as const;

interface PatientsByBoxes {
  readonly boxes: number;
  readonly patients: number;
}

function BoxesPerPatient({ overview, subject }: BoxChartsProps): JSX.Element {
  const groups = Object.entries(overview.boxesPerPositivePatient)
    .map(([boxes, patients]) => ({ boxes: Number(boxes), patients }))
    .toSorted((a, b) => a.boxes - b.boxes);
  if (groups.length === 0) return <NoBoxes title="Boxes per positive patient" subject={subject} />;
  const most = Math.max(1, ...groups.map(({ patients }) => patients));
  return (
    <ChartCard
      title="Boxes per positive patient"
      subject={subject}
      aside={`n = ${readableAmount(overview.positivePatients, "patient")}`}
      testId="boxes-per-patient"
      csv={() => toCsv(PATIENT_COLUMNS, groups)}
    >
      <RowBars
        label="Positive patients by their number of boxes"
        axis={{ from: "0", to: readableCount(most), name: "Patients" }}
        namePx={80}
        rows={groups.map((group) => patientBar(group, most))}
      />
    </ChartCard>
  );
}

function patientBar({ boxes, patients }: PatientsByBoxes, most: number) {
  const name = readableAmount(boxes, "box", "boxes");
  const title = `${name}: ${readableAmount(patients, "patient")}`;
  const onAsk = (isAdded: boolean): void =>
    askOfDataset({ kind: "reference-count", from: boxes, to: boxes, holds: "both-edges" }, isAdded);
  const bar = { id: "patients", share: patients / most, tone: "plain", title, onAsk, isWholeRow: true } as const;
  return { id: String(boxes), name, title, figure: readableCount(patients), parts: [bar], onAsk };
}

const CELL_COLUMNS = {
  row: ({ row }: Cell) => row,
  column: ({ column }: Cell) => column,
  boxes: ({ boxes }: Cell) => boxes,
} as const;

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly boxes: number;
}

function Positions({ overview: { positions, boxes }, subject }: BoxChartsProps): JSX.Element {
  if (boxes === 0) return <NoBoxes title="Where boxes lie" subject={subject} />;
  const cells = positions.flatMap((line, row) => line.map((covered, column) => ({ row, column, boxes: covered })));
  return (
    <ChartCard
      title="Where boxes lie"
      subject={subject}
      aside={`n = ${readableAmount(boxes, "box", "boxes")}`}
      testId="positions"
      csv={() => toCsv(CELL_COLUMNS, cells)}
      note="Boxes that cover each part of the image, its own frame stretched to a square; a click reads the images with such a box."
    >
      <PositionMap label="Boxes over the image" counts={positions} noun="boxes" onAsk={askForPosition} />
    </ChartCard>
  );
}

function askForPosition(area: Box, isAdded: boolean): void {
  askOfDataset({ kind: "position", boxes: "covering", area }, isAdded);
}

function askOfDataset(filter: CaseFilter, isAdded: boolean): void {
  reportFailure(askForCases(filter, { isOverRun: false, isAdded }));
}

/** In thousands where there are many. */
function readableArea(edge: number): string {
  return edge >= 10_000 ? `${Math.round(edge / 1000)}k` : readableCount(Math.round(edge));
}
