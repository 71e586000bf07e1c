/** @file What each kind of error costs in AP. */
import type { JSX } from "react";
import type { ErrorKind } from "../../../src-shared/domain/case-filter";
import type { TideCosts } from "../../../src-shared/domain/evaluation";
import { TIDE_COLUMNS } from "../../../src-shared/figures/chart-columns";
import { toCsv } from "../../../src-shared/figures/to-csv";
import { type Cost, CostBars } from "../../charts/CostBars";
import { ChartCard } from "../../components/ChartCard";
import { useThresholds } from "../../stores/thresholds-store";
import { askRun } from "./ask-run";
import type { ChartSource } from "./chart-source";
import { NoChart } from "./NoChart";

type TideKind = keyof TideCosts["main"];

const KINDS = {
  Cls: { error: "classification", name: "Class", meaning: "Right place, other label." },
  Loc: { error: "localisation", name: "Localisation", meaning: "Right label, too little overlap." },
  Both: { error: "classification-and-localisation", name: "Class and place", meaning: "Neither is right." },
  Dupe: { error: "duplicate", name: "Duplicate", meaning: "The box is found already." },
  Bkg: { error: "background", name: "Background", meaning: "Nothing is there." },
  Miss: { error: "miss", name: "Missed", meaning: "A reference box that nothing found." },
} satisfies Record<TideKind, { readonly error: ErrorKind; readonly name: string; readonly meaning: string }>;

export function TideCard({ evaluation, runName }: ChartSource): JSX.Element {
  const tide = evaluation?.tideAllImages ?? evaluation?.tide;
  const covered = evaluation?.tideAllImages ? "all images" : "images with boxes";
  if (!tide) {
    return (
      <ChartCard title="Cost of errors" subject={runName} testId="chart-tide">
        <NoChart>
          {evaluation
            ? "This evaluation holds no cost of errors: it is of an older version, or the run has no reference boxes."
            : "An evaluation computes what each kind of error costs."}
        </NoChart>
      </ChartCard>
    );
  }
  const costs = costsOf(tide);
  return (
    <ChartCard
      title="Cost of errors"
      subject={runName}
      aside={`TIDE, IoU 0.50, ${covered}`}
      testId="chart-tide"
      csv={() => toCsv(TIDE_COLUMNS, tideRows(tide))}
      note={`All false positives cost ${tide.special.FalsePos.toFixed(1)}, all misses ${tide.special.FalseNeg.toFixed(1)}. A bar leads to such errors at the thresholds of the moment.`}
    >
      <CostBars costs={costs} onAsk={askError} />
    </ChartCard>
  );
}

function costsOf({ main }: TideCosts): readonly (Cost & { readonly error: ErrorKind })[] {
  return (Object.keys(KINDS) as TideKind[]).map((id) => ({ id, ...KINDS[id], cost: main[id] }));
}

function tideRows({ main, special }: TideCosts) {
  const rows = Object.entries({ ...main, ...special });
  return rows as [TideKind | keyof TideCosts["special"], number][];
}

function askError({ error }: { readonly error: ErrorKind }, isAdded: boolean): void {
  const { scoreThreshold, iouThreshold } = useThresholds.getState();
  askRun({ kind: "error", error, scoreThreshold, iouThreshold }, isAdded);
}
