/** @file The comparison page: two runs over the same images, how much one is better, how sure that is, and where. */
import { Button, Skeleton } from "@mantine/core";
import { IconArrowsDiff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { Run } from "../../../src-shared/domain/run";
import { Card } from "../../components/Card";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PageFrame } from "../../components/PageFrame";
import { PreparationSteps } from "../../components/PreparationSteps";
import { useActiveRun } from "../../stores/active-run-store";
import { useComparison } from "../../stores/comparison-store";
import { useLayout } from "../../stores/layout-store";
import { queries } from "../../stores/queries";
import { ChangedCases } from "./ChangedCases";
import { comparedRuns } from "./compared-runs";
import { ComparedFigures } from "./ComparedFigures";
import { ComparisonSetup } from "./ComparisonSetup";
import "./comparison.css";

export function ComparisonPanel(): JSX.Element {
  const { data: runs, error, refetch } = useQuery(queries.runs());
  const { leftRunId, rightRunId } = useComparison();
  const activeRunId = useActiveRun((state) => state.runId);
  const { left, right } = comparedRuns(runs ?? [], { leftRunId, rightRunId, activeRunId });
  return (
    <PageFrame
      title="Compare"
      lead="Two runs over the same images. Every difference comes with an interval from patients drawn anew, and with the cases that make it."
    >
      {error && <FailureNotice title="The runs cannot be read" error={error} onRetry={refetch} />}
      {!runs && !error && <Skeleton h={160} />}
      {runs && (!left || !right) && <TooFewRuns complete={runs.filter(({ state }) => state === "complete").length} />}
      {runs && left && right && (
        <>
          <ComparisonSetup runs={runs} left={left} right={right} />
          <Outcome key={`${left.id} ${right.id}`} left={left} right={right} />
        </>
      )}
    </PageFrame>
  );
}

function Outcome({ left, right }: { readonly left: Run; readonly right: Run }): JSX.Element | null {
  const { data, error, isPending, refetch } = useQuery(queries.comparison(left.id, right.id));
  if (error) return <FailureNotice title="The comparison cannot be read" error={error} onRetry={refetch} />;
  if (isPending) return <Skeleton h={260} />;
  if (!data) {
    return (
      <Card title="Figures">
        <Notice icon={IconArrowsDiff} title="These two are not compared yet">
          Press Compare; it takes seconds, and the outcome is kept.
        </Notice>
      </Card>
    );
  }
  return (
    <>
      <ComparedFigures comparison={data} left={left} right={right} />
      <ChangedCases comparison={data} left={left} right={right} />
    </>
  );
}

/** The steps to a first run only where there is none: a second one needs no more than another start. */
function TooFewRuns({ complete }: { readonly complete: number }): JSX.Element {
  const goTo = useLayout((state) => state.goTo);
  const action = <Button onClick={() => goTo("runs")}>Start another run…</Button>;
  return (
    <Card title="Runs">
      <Notice
        icon={IconArrowsDiff}
        title={complete === 0 ? "Two complete runs are needed" : "A second complete run is needed"}
        actions={complete > 0 && action}
      >
        Let another model detect on the same images, or the same model with other settings.
      </Notice>
      {complete === 0 && <PreparationSteps />}
    </Card>
  );
}
