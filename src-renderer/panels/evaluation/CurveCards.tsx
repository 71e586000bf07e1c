/** @file The three curves over score thresholds, each with the operating point of the moment. */
import { type JSX, useMemo } from "react";
import { competitionText, specificityText } from "./curve-words";
import { frocCurve, meanSensitivity, sensitivityAt } from "../../../src-shared/figures/froc-curve";
import { imageRoc } from "../../../src-shared/figures/image-roc";
import { precisionRecallPoints } from "../../../src-shared/figures/precision-recall-points";
import { FROC_COLUMNS, PRECISION_RECALL_COLUMNS, ROC_COLUMNS } from "../../../src-shared/figures/chart-columns";
import { toCsv } from "../../../src-shared/figures/to-csv";
import { reachesThreshold } from "../../../src-shared/matching/reaches-threshold";
import { FrocChart } from "../../charts/FrocChart";
import { PrecisionRecallChart } from "../../charts/PrecisionRecallChart";
import { RocChart } from "../../charts/RocChart";
import { ChartCard } from "../../components/ChartCard";
import { readableCount } from "../../components/readable";
import { analyseRun } from "../../stores/run-analysis";
import { useThresholds } from "../../stores/thresholds-store";
import { type ChartSource, useCurveIou } from "./chart-source";
import { NoChart } from "./NoChart";

const NOTHING_TO_DRAW = "There are no reference boxes or no detections, so there is no curve.";

export function PrecisionRecallCard({ table, runName }: ChartSource): JSX.Element {
  const iouThreshold = useCurveIou();
  const points = useMemo(() => precisionRecallPoints(table, iouThreshold), [table, iouThreshold]);
  const counts = analyseRun(table, useThresholds()).matches.counts;
  return (
    <ChartCard
      title="Precision and recall"
      subject={runName}
      aside={`IoU ${iouThreshold.toFixed(2)}, n = ${readableCount(table.head.referenceIds.length)} boxes`}
      testId="chart-precision-recall"
      csv={() => toCsv(PRECISION_RECALL_COLUMNS, points)}
      note="Pointing at a curve reads it; a click moves the score threshold there."
    >
      {points.length === 0 ? (
        <NoChart>{NOTHING_TO_DRAW}</NoChart>
      ) : (
        <PrecisionRecallChart points={points} operatingPoint={counts} onChooseScore={setScore} />
      )}
    </ChartCard>
  );
}

export function FrocCard({ table, runName }: ChartSource): JSX.Element {
  const iouThreshold = useCurveIou();
  const points = useMemo(() => frocCurve(table, iouThreshold) ?? [], [table, iouThreshold]);
  const { falsePositives, recall } = analyseRun(table, useThresholds()).matches.counts;
  const images = table.head.images.length;
  const rates = useMemo(() => sensitivityAt(points), [points]);
  return (
    <ChartCard
      title="FROC"
      subject={runName}
      aside={`IoU ${iouThreshold.toFixed(2)}, n = ${readableCount(images)} images`}
      testId="chart-froc"
      csv={() => toCsv(FROC_COLUMNS, points)}
      note={points.length > 0 && competitionText(rates, meanSensitivity(rates))}
    >
      {points.length === 0 ? (
        <NoChart>{NOTHING_TO_DRAW}</NoChart>
      ) : (
        <FrocChart
          points={points}
          operatingPoint={{ falsePositivesPerImage: falsePositives / images, sensitivity: recall }}
          onChooseScore={setScore}
        />
      )}
    </ChartCard>
  );
}

export function RocCard({ table, runName }: ChartSource): JSX.Element {
  const roc = useMemo(() => imageRoc(table), [table]);
  const scoreThreshold = useThresholds((state) => state.scoreThreshold);
  if (!roc) {
    return (
      <ChartCard title="ROC by image" subject={runName} testId="chart-roc">
        <NoChart>A curve by image needs images with reference boxes and images without.</NoChart>
      </ChartCard>
    );
  }
  const { points, auc, positives, negatives } = roc;
  const operatingPoint = points.findLast(({ score }) => reachesThreshold(score, scoreThreshold)) ?? {
    truePositiveRate: 0,
    falsePositiveRate: 0,
  };
  return (
    <ChartCard
      title="ROC by image"
      subject={runName}
      aside={`AUC ${auc.toFixed(3)}, n = ${readableCount(positives)} + ${readableCount(negatives)}`}
      testId="chart-roc"
      csv={() => toCsv(ROC_COLUMNS, points)}
      note={specificityText(operatingPoint)}
    >
      <RocChart points={points} operatingPoint={operatingPoint} onChooseScore={setScore} />
    </ChartCard>
  );
}

function setScore(score: number): void {
  useThresholds.getState().setScoreThreshold(score);
}
