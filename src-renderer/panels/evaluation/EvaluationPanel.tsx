/** @file The figures of the active run: at the thresholds of the moment, and as they were evaluated. */
import { Button, Skeleton } from "@mantine/core";
import { IconChartDots, IconReportAnalytics } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useDeferredValue, useMemo } from "react";
import type { Run } from "../../../src-shared/domain/run";
import { precisionRecallPoints } from "../../../src-shared/figures/precision-recall-points";
import { scoreHistogram } from "../../../src-shared/figures/score-histogram";
import { PrecisionRecallChart } from "../../charts/PrecisionRecallChart";
import { ScoreHistogram } from "../../charts/ScoreHistogram";
import { client } from "../../client/client";
import { FailureLine } from "../../components/FailureLine";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PanelPart } from "../../components/PanelPart";
import { PreparationSteps } from "../../components/PreparationSteps";
import { useActiveRun } from "../../stores/active-run-store";
import { useLayout } from "../../stores/layout-store";
import { queries } from "../../stores/queries";
import type { RunAnalysis } from "../../stores/run-analysis";
import { useThresholds } from "../../stores/thresholds-store";
import { useRunAnalysis } from "../../stores/use-run-analysis";
import { askRun } from "./ask-run";
import { CocoFiguresGrid } from "./CocoFiguresGrid";
import { OperatingPointGrid } from "./OperatingPointGrid";
import { PerImageTable } from "./PerImageTable";
import "./evaluation.css";

export function EvaluationPanel(): JSX.Element {
  const runId = useActiveRun((state) => state.runId);
  const run = useQuery(queries.runs()).data?.find(({ id }) => id === runId);
  const analysis = useRunAnalysis();
  const goTo = useLayout((state) => state.goTo);
  if (!run || !analysis) return <NothingYet />;
  return (
    <div className="panel" data-testid="evaluation">
      <PanelPart
        title="At these thresholds"
        aside={
          <button type="button" className="evaluation__link" onClick={() => goTo("evaluation")}>
            All figures and curves
          </button>
        }
      >
        <OperatingPointGrid counts={analysis.matches.counts} />
      </PanelPart>
      <Charts analysis={analysis} />
      <StoredFigures run={run} />
    </div>
  );
}

function Charts({ analysis }: { readonly analysis: RunAnalysis }): JSX.Element {
  const { table } = analysis;
  const iouThreshold = useDeferredValue(useThresholds((state) => state.iouThreshold));
  const scoreThreshold = useThresholds((state) => state.scoreThreshold);
  const setScoreThreshold = useThresholds((state) => state.setScoreThreshold);
  const points = useMemo(() => precisionRecallPoints(table, iouThreshold), [table, iouThreshold]);
  const bins = useMemo(() => scoreHistogram(table, { iouThreshold }), [table, iouThreshold]);
  return (
    <>
      <PanelPart title="Precision and recall" aside={`at IoU ${iouThreshold.toFixed(2)}; click to choose`}>
        {points.length === 0 ? (
          <p className="aside evaluation__note">There are no reference boxes or no detections, so there is no curve.</p>
        ) : (
          <PrecisionRecallChart
            points={points}
            operatingPoint={analysis.matches.counts}
            onChooseScore={setScoreThreshold}
          />
        )}
      </PanelPart>
      <PanelPart
        title="Scores"
        aside={
          <span className="evaluation__legend">
            <span data-kind="right">right</span>
            <span data-kind="wrong">wrong</span>
          </span>
        }
      >
        <ScoreHistogram
          bins={bins}
          scoreThreshold={scoreThreshold}
          onAsk={({ from, to, holds }, verdict, isAdded) =>
            askRun({ kind: "score", from, to, holds, verdict, iouThreshold }, isAdded)
          }
        />
        <p className="aside evaluation__note">
          A bar leads to its cases. The height grows with the root of the count, so that few stay visible.
        </p>
      </PanelPart>
    </>
  );
}

function StoredFigures({ run }: { readonly run: Run }): JSX.Element {
  const { data, error, isPending, refetch } = useQuery(queries.evaluation(run.id));
  if (error) return <FailureNotice title="The evaluation cannot be read" error={error} onRetry={refetch} />;
  if (isPending) return <Skeleton h={220} m="sm" />;
  if (!data) return <NotEvaluated run={run} />;
  return (
    <>
      <PanelPart title="COCO figures" aside="every score, IoU 0.50 to 0.95">
        <CocoFiguresGrid evaluation={data} />
      </PanelPart>
      <PanelPart title="Averages over images" aside="each image counts once">
        <PerImageTable rows={data.perImage} />
      </PanelPart>
    </>
  );
}

function NotEvaluated({ run }: { readonly run: Run }): JSX.Element {
  const evaluate = useMutation({ mutationFn: () => client.evaluations.evaluate({ runId: run.id }) });
  const isReady = run.state === "complete";
  const action = (
    <Button loading={evaluate.isPending} disabled={!isReady} onClick={() => evaluate.mutate()}>
      Evaluate this run
    </Button>
  );
  return (
    <Notice icon={IconReportAnalytics} title="COCO figures are computed by an evaluation" actions={action}>
      {isReady ? "It takes seconds and keeps its figures with the run." : "The run has to be complete first."}
      <FailureLine error={evaluate.error} />
    </Notice>
  );
}

function NothingYet(): JSX.Element {
  return (
    <>
      <Notice icon={IconChartDots} title="Figures appear here once a model has run" />
      <PreparationSteps />
    </>
  );
}
