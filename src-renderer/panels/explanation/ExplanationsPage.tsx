/** @file Heat maps of a whole run: making them for its errors, and whether they mean anything. */
import { IconFlame } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Run } from "../../../src-shared/domain/run";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PageFrame } from "../../components/PageFrame";
import { PreparationSteps } from "../../components/PreparationSteps";
import { useActiveRun } from "../../stores/active-run-store";
import { queries } from "../../stores/queries";
import { useRunAnalysis, useRunTableQuery } from "../../stores/use-run-analysis";
import { BatchCard } from "./BatchCard";
import { RunMaps } from "./RunMaps";
import "./explanation.css";

const TITLE = "Explain";
const LEAD = "Do the maps of right boxes, wrong boxes and misses differ, and do they depend on the model?";

export function ExplanationsPage(): JSX.Element {
  const runId = useActiveRun((state) => state.runId);
  const run = useQuery(queries.runs()).data?.find(({ id }) => id === runId);
  if (!run) {
    return (
      <PageFrame title={TITLE} lead={LEAD}>
        <Notice icon={IconFlame} title="Heat maps can be made once a model has run" />
        <PreparationSteps />
      </PageFrame>
    );
  }
  return (
    <PageFrame title={TITLE} lead={LEAD}>
      <Maps run={run} />
    </PageFrame>
  );
}

function Maps({ run }: { readonly run: Run }): JSX.Element | null {
  const analysis = useRunAnalysis();
  const [groupId, setGroupId] = useState<string>();
  const { error, refetch } = useRunTableQuery();
  if (error) return <FailureNotice title="The boxes of this run cannot be read" error={error} onRetry={refetch} />;
  if (!analysis) return null;
  return (
    <>
      <BatchCard run={run} analysis={analysis} onStart={setGroupId} />
      <RunMaps run={run} analysis={analysis} groupId={groupId} onGroup={setGroupId} />
    </>
  );
}
