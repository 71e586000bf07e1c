/** @file One run: how far it came, what it found, and what can be done with it. */
import { Button, Group } from "@mantine/core";
import { IconDownload, IconEye, IconPlayerPlay, IconReportAnalytics, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { runExportPath } from "../../../src-shared/contract/byte-paths";
import { EXECUTION_PROVIDER_NAMES } from "../../../src-shared/domain/device";
import type { Run } from "../../../src-shared/domain/run";
import { client } from "../../client/client";
import { hostAbilities } from "../../client/host-abilities";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { FailureLine } from "../../components/FailureLine";
import { JobLine } from "../../components/JobLine";
import { readableAmount, readableCount, readableDate, readableDuration } from "../../components/readable";
import { reportFailure } from "../../components/report-failure";
import { ToolButton } from "../../components/ToolButton";
import { useActiveRun } from "../../stores/active-run-store";
import { useLayout } from "../../stores/layout-store";
import { queries } from "../../stores/queries";
import { useThresholds } from "../../stores/thresholds-store";
import { RunFailures } from "./RunFailures";

const STATE_NAMES = { running: "running", complete: "complete", cancelled: "cancelled", failed: "failed" } as const;

export function RunLine({ run }: { readonly run: Run }): JSX.Element {
  const isActive = useActiveRun((state) => state.runId === run.id);
  const evaluate = useMutation({ mutationFn: () => client.evaluations.evaluate({ runId: run.id }) });
  const resume = useMutation({ mutationFn: () => client.runs.resume({ runId: run.id }) });
  return (
    <article className="run" data-testid="run" data-active={isActive}>
      <header className="run__head">
        <div className="run__name">
          <b>{run.name}</b>
          <span className="run__state" data-state={run.state}>
            {STATE_NAMES[run.state]}
            {run.isEvaluated && ", evaluated"}
          </span>
        </div>
        <p className="run__facts figures">{describeRun(run)}</p>
      </header>
      <Group gap="xs" wrap="nowrap">
        {run.state !== "complete" && run.state !== "running" && (
          <Button
            variant="light"
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            loading={resume.isPending}
            data-testid="run-resume"
            onClick={() => resume.mutate()}
          >
            Go on
          </Button>
        )}
        {run.state === "complete" && (
          <Button
            variant={run.isEvaluated ? "default" : "light"}
            leftSection={<IconReportAnalytics size={14} aria-hidden />}
            loading={evaluate.isPending}
            data-testid="run-evaluate"
            onClick={() => evaluate.mutate()}
          >
            {run.isEvaluated ? "Evaluate again" : "Evaluate"}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconEye size={14} aria-hidden />}
          data-testid="run-read"
          onClick={() => readRun(run)}
        >
          Read
        </Button>
        <ToolButton icon={IconDownload} label="Save the detections as JSON" onClick={() => saveDetections(run)} />
        <RemoveRun run={run} />
      </Group>
      <RunningLine run={run} />
      {run.imagesFailed > 0 && <RunFailures run={run} />}
      <FailureLine error={evaluate.error ?? resume.error} />
    </article>
  );
}

function describeRun(run: Run): string {
  const parts = [
    run.modelName,
    run.splitName ?? "every image",
    run.imagesDone === run.images
      ? readableAmount(run.images, "image")
      : `${readableCount(run.imagesDone)} of ${readableAmount(run.images, "image")}`,
    readableAmount(run.detections, "detection"),
    run.provider && EXECUTION_PROVIDER_NAMES[run.provider],
    run.precision === "half" && "half precision",
    run.seconds > 0 && `${readableDuration(run.seconds)} (${(run.imagesDone / run.seconds).toFixed(1)} images/s)`,
    readableDate(run.createdAt),
  ];
  return parts.filter(Boolean).join(" · ");
}

function readRun(run: Run): void {
  useActiveRun.getState().chooseRun(run.id);
  useThresholds.getState().setScoreThreshold(run.suggestedThreshold);
  useLayout.getState().goTo("reading");
}

function saveDetections(run: Run): void {
  reportFailure(hostAbilities.saveFile({ name: `${run.name}.detections.json`, path: runExportPath(run.id) }));
}

/** The job that works on this run, with its progress and a way to stop it. */
function RunningLine({ run }: { readonly run: Run }): JSX.Element | null {
  const jobs = useQuery(queries.jobs()).data ?? [];
  const job = jobs.find(
    ({ kind, subject, current }) =>
      kind === "detect" && subject === run.id && (current.state === "running" || current.state === "queued"),
  );
  if (!job) return null;
  return <JobLine job={job} onCancel={() => reportFailure(client.jobs.cancel({ jobId: job.id }))} />;
}

function RemoveRun({ run }: { readonly run: Run }): JSX.Element {
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => client.runs.remove({ runId: run.id }),
    onSuccess: () => setIsAsking(false),
  });
  return (
    <>
      <ToolButton icon={IconTrash} label="Remove this run…" testId="run-remove" onClick={() => setIsAsking(true)} />
      {isAsking && (
        <ConfirmDialog
          title={`Remove ${run.name}?`}
          action="Remove"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setIsAsking(false)}
        >
          <WhatGoes run={run} />
        </ConfirmDialog>
      )}
    </>
  );
}

/** What a person said of errors is counted: nobody loses it unawares. */
function WhatGoes({ run }: { readonly run: Run }): JSX.Element {
  const { data } = useQuery(queries.verdicts(run.id));
  const judged = data?.filter(({ verdict, tags }) => verdict !== null || tags.length > 0).length;
  const verdicts = judged === undefined ? "verdicts" : readableAmount(judged, "verdict");
  return (
    <>
      Its {readableAmount(run.detections, "detection")}, figures, comparisons, review marks and {verdicts} on errors go
      with it. Images, reference boxes, the model and its calibrations stay.
    </>
  );
}
