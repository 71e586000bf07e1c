/** @file Right and wrong detections by score. */
import { type JSX, useMemo } from "react";
import { scoreHistogram } from "../../../src-shared/figures/score-histogram";
import { SCORE_HISTOGRAM_COLUMNS } from "../../../src-shared/figures/chart-columns";
import { toCsv } from "../../../src-shared/figures/to-csv";
import { ScoreHistogram } from "../../charts/ScoreHistogram";
import { ChartCard } from "../../components/ChartCard";
import { readableCount } from "../../components/readable";
import { useThresholds } from "../../stores/thresholds-store";
import { askRun } from "./ask-run";
import { type ChartSource, useCurveIou } from "./chart-source";
import { ScoreLegend } from "./ScoreLegend";

export function ScoreCard({ table, runName }: ChartSource): JSX.Element {
  const iouThreshold = useCurveIou();
  const scoreThreshold = useThresholds((state) => state.scoreThreshold);
  const bins = useMemo(() => scoreHistogram(table, { iouThreshold }), [table, iouThreshold]);
  return (
    <ChartCard
      title="Scores"
      subject={runName}
      aside={`IoU ${iouThreshold.toFixed(2)}, n = ${readableCount(table.head.detectionIds.length)} detections`}
      testId="chart-scores"
      csv={() => toCsv(SCORE_HISTOGRAM_COLUMNS, bins)}
      note={<ScoreLegend />}
    >
      <ScoreHistogram
        bins={bins}
        scoreThreshold={scoreThreshold}
        onAsk={({ from, to, holds }, verdict, isAdded) =>
          askRun({ kind: "score", from, to, holds, verdict, iouThreshold }, isAdded)
        }
      />
    </ChartCard>
  );
}
