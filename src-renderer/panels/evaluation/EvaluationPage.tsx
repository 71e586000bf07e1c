/** @file The evaluation page: every figure and every curve of the active run, each mark a way to its cases. */
import { Button, Skeleton } from "@mantine/core";
import { IconArrowRight, IconChartDots } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useMemo } from "react";
import type { RunId } from "../../../src-shared/domain/identifiers";
import type { Run } from "../../../src-shared/domain/run";
import type { Frame } from "../../../src-shared/figures/case-table";
import { CaseChips } from "../../components/CaseChips";
import { Card } from "../../components/Card";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PageFrame } from "../../components/PageFrame";
import { PreparationSteps } from "../../components/PreparationSteps";
import { isOfOlderVersion } from "../../components/headline-figures";
import { readableAmount, readableDate } from "../../components/readable";
import { reportFailure } from "../../components/report-failure";
import { useActiveRun } from "../../stores/active-run-store";
import { useCases } from "../../stores/cases-store";
import { landOnCases } from "../../stores/land-on-cases";
import { queries } from "../../stores/queries";
import { useRunTable, useRunTableQuery } from "../../stores/use-run-analysis";
import { CalibrationSwitch } from "./CalibrationSwitch";
import { CocoFiguresGrid } from "./CocoFiguresGrid";
import { FrocCard, PrecisionRecallCard, RocCard } from "./CurveCards";
import { EvaluateButton } from "./EvaluateButton";
import { ExportRjafrocButton } from "./ExportRjafrocDialog";
import { HeadlineFigures } from "./HeadlineFigures";
import { MissedPositionsCard } from "./MissedPositionsCard";
import { PerImageTable } from "./PerImageTable";
import { RecallByColumnCard, RecallBySizeCard } from "./RecallCards";
import { ReliabilityCard } from "./ReliabilityCard";
import { ScoreCard } from "./ScoreCard";
import { TideCard } from "./TideCard";
import "./evaluation.css";

export function EvaluationPage(): JSX.Element {
  const runId = useActiveRun((state) => state.runId);
  const run = useQuery(queries.runs()).data?.find(({ id }) => id === runId);
  const evaluation =
    useQuery({ ...queries.evaluation(run?.id ?? ("" as RunId)), enabled: run !== undefined }).data ?? undefined;
  if (!run) {
    return (
      <PageFrame title="Evaluation" lead="Figures, curves and the cases behind them.">
        <Notice icon={IconChartDots} title="Figures appear here once a model has run" />
        <PreparationSteps />
      </PageFrame>
    );
  }
  return (
    <PageFrame
      title="Evaluation"
      lead="Every mark leads to its cases; Shift narrows those chosen before. Curves follow the thresholds."
      actions={
        <>
          <CalibrationSwitch run={run} />
          <ExportRjafrocButton run={run} />
          <EvaluateButton run={run} isUpToDate={evaluation !== undefined && !isOfOlderVersion(evaluation)} />
        </>
      }
    >
      <ChosenCases />
      <Figures run={run} />
    </PageFrame>
  );
}

function ChosenCases(): JSX.Element | null {
  const hasCases = useCases((state) => state.filters.length > 0);
  if (!hasCases) return null;
  return (
    <div className="evaluation__cases">
      <CaseChips />
      <Button
        variant="light"
        rightSection={<IconArrowRight size={14} aria-hidden />}
        data-testid="show-cases"
        onClick={() => reportFailure(landOnCases())}
      >
        Show these cases
      </Button>
    </div>
  );
}

function Figures({ run }: { readonly run: Run }): JSX.Element {
  const table = useRunTable();
  const frame = useFrame(run);
  const { error: tableError, refetch: refetchTable } = useRunTableQuery();
  const { data: evaluation, error, isPending, refetch } = useQuery(queries.evaluation(run.id));
  if (tableError) {
    return <FailureNotice title="The boxes of this run cannot be read" error={tableError} onRetry={refetchTable} />;
  }
  if (error) return <FailureNotice title="The evaluation cannot be read" error={error} onRetry={refetch} />;
  if (isPending || !table) return <Skeleton h={420} />;
  const source = { table, runName: run.name, frame, evaluation: evaluation ?? undefined };
  return (
    <>
      {evaluation ? (
        <Card
          title={run.name}
          aside={
            <span className="aside figures">
              {readableAmount(evaluation.images, "image")},{" "}
              {readableAmount(evaluation.references, "reference box", "reference boxes")},{" "}
              {readableAmount(evaluation.detections, "detection")}; evaluated {readableDate(evaluation.createdAt)}
            </span>
          }
        >
          <HeadlineFigures evaluation={evaluation} />
        </Card>
      ) : (
        <p className="aside evaluation__note">
          AP, intervals and the cost of errors are computed by an evaluation, which takes seconds.
        </p>
      )}
      <div className="evaluation__charts">
        <PrecisionRecallCard {...source} />
        <FrocCard {...source} />
        <RocCard {...source} />
        <ReliabilityCard {...source} />
        <ScoreCard {...source} />
        <TideCard {...source} />
        <RecallBySizeCard {...source} />
        <RecallByColumnCard {...source} />
        <MissedPositionsCard {...source} />
      </div>
      {evaluation && (
        <div className="evaluation__tables">
          <Card title="COCO figures">
            <CocoFiguresGrid evaluation={evaluation} />
          </Card>
          <Card title="Averages over images, each image counts once">
            <PerImageTable rows={evaluation.perImage} />
          </Card>
        </div>
      )}
    </>
  );
}

function useFrame({ modelId }: Run): Frame | undefined {
  const input = useQuery(queries.models()).data?.find(({ id }) => id === modelId)?.card.input;
  const { widthPx, heightPx } = input ?? {};
  return useMemo(() => (widthPx && heightPx ? { widthPx, heightPx } : undefined), [widthPx, heightPx]);
}
