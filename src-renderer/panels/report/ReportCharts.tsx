/** @file The curves of the report, at its thresholds. */
import { type JSX, type ReactNode, useMemo } from "react";
import { frocCurve } from "../../../src-shared/figures/froc-curve";
import { precisionRecallPoints } from "../../../src-shared/figures/precision-recall-points";
import { reliabilityCurve } from "../../../src-shared/figures/reliability-curve";
import { scoreHistogram } from "../../../src-shared/figures/score-histogram";
import { scoresOf } from "../../../src-shared/figures/scores-of";
import { verdictsOf } from "../../../src-shared/figures/verdicts-of";
import { FrocChart } from "../../charts/FrocChart";
import { PrecisionRecallChart } from "../../charts/PrecisionRecallChart";
import { ReliabilityChart } from "../../charts/ReliabilityChart";
import { ScoreHistogram } from "../../charts/ScoreHistogram";
import { readableAmount, UNDEFINED_FIGURE } from "../../components/readable";
import type { RunAnalysis } from "../../stores/run-analysis";

export function ReportCharts({ analysis }: { readonly analysis: RunAnalysis }): JSX.Element {
  const { table, matches } = analysis;
  const { scoreThreshold, iouThreshold } = matches.thresholds;
  const { falsePositives, recall } = matches.counts;
  const images = table.head.images.length;
  const detections = readableAmount(table.head.detectionIds.length, "detection");
  const drawn = useMemo(
    () => ({
      precisionRecall: precisionRecallPoints(table, iouThreshold),
      froc: frocCurve(table, iouThreshold) ?? [],
      reliability: reliabilityCurve(scoresOf(table), verdictsOf(table, iouThreshold)),
      histogram: scoreHistogram(table, { iouThreshold }),
    }),
    [table, iouThreshold],
  );
  return (
    <div className="report__charts">
      <ReportChart
        title="Precision and recall"
        note={`IoU ${iouThreshold.toFixed(2)}; the point is at score ${scoreThreshold.toFixed(2)}`}
        isEmpty={drawn.precisionRecall.length === 0}
      >
        <PrecisionRecallChart points={drawn.precisionRecall} operatingPoint={matches.counts} />
      </ReportChart>
      <ReportChart title="FROC" note={readableAmount(images, "image")} isEmpty={drawn.froc.length === 0}>
        <FrocChart
          points={drawn.froc}
          operatingPoint={{ falsePositivesPerImage: falsePositives / images, sensitivity: recall }}
        />
      </ReportChart>
      <ReportChart title="Reliability" note={detections} isEmpty={drawn.reliability.detections === 0}>
        <ReliabilityChart bins={drawn.reliability.bins} />
      </ReportChart>
      <ReportChart
        title="Scores"
        note={`${detections}: right (full), wrong (hatched)`}
        isEmpty={drawn.reliability.detections === 0}
      >
        <ScoreHistogram bins={drawn.histogram} scoreThreshold={scoreThreshold} />
      </ReportChart>
    </div>
  );
}

interface ReportChartProps {
  readonly title: string;
  readonly note: string;
  readonly isEmpty: boolean;
  readonly children: ReactNode;
}

function ReportChart({ title, note, isEmpty, children }: ReportChartProps): JSX.Element {
  return (
    <figure className="report__chart">
      <figcaption>
        <b>{title}</b> <span>{note}</span>
      </figcaption>
      {isEmpty ? (
        <p className="report__note">{UNDEFINED_FIGURE} There are no reference boxes or no detections.</p>
      ) : (
        children
      )}
    </figure>
  );
}
