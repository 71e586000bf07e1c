/** @file All long work of this project with its state, its reason where it failed, and ways to stop it or go on. */
import { Button, Group, Skeleton, Table } from "@mantine/core";
import {
  IconBan,
  IconCheck,
  IconClock,
  IconListCheck,
  IconLoader2,
  IconPlayerPlay,
  IconX,
  type Icon,
} from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { JSX } from "react";
import type { Job, JobKind, JobState } from "../../../src-shared/domain/job";
import { unreachable } from "../../../src-shared/domain/unreachable";
import { client } from "../../client/client";
import { Card } from "../../components/Card";
import { FailureLine } from "../../components/FailureLine";
import { FailureNotice } from "../../components/FailureNotice";
import { describeProgress } from "../../components/JobLine";
import { Notice } from "../../components/Notice";
import { PageFrame } from "../../components/PageFrame";
import { readableDate } from "../../components/readable";
import { queries } from "../../stores/queries";
import "./jobs.css";

const KIND_NAMES = {
  "import-dataset": "Import",
  "import-model": "Model check",
  "find-near-duplicates": "Image search",
  detect: "Detection",
  evaluate: "Evaluation",
  "probe-devices": "Device trial",
  "benchmark-model": "Benchmark",
  "compare-runs": "Comparison",
  "export-model": "Export",
  "export-rjafroc": "Export",
  "list-layers": "Layers",
  "explain-image": "Map",
  "examine-map": "Map check",
  "explain-run": "Maps",
  train: "Training",
} satisfies Record<JobKind, string>;

const STATE_WORDS = {
  queued: { name: "waiting", icon: IconClock },
  running: { name: "running", icon: IconLoader2 },
  done: { name: "done", icon: IconCheck },
  cancelled: { name: "cancelled", icon: IconBan },
  failed: { name: "failed", icon: IconX },
} satisfies Record<JobState["state"], { readonly name: string; readonly icon: Icon }>;

export function JobsPanel(): JSX.Element {
  const { data: jobs, error, refetch } = useQuery(queries.jobs());
  const queryClient = useQueryClient();
  const clear = useMutation({
    mutationFn: () => client.jobs.clearEnded(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queries.jobs().queryKey }),
  });
  const hasEnded = jobs?.some(({ endedAt }) => endedAt !== undefined) ?? false;
  return (
    <PageFrame
      title="Jobs"
      lead="Long work runs in worker processes, in whole batches: what was cancelled or failed can go on after its last one."
      actions={
        <Button variant="default" disabled={!hasEnded} loading={clear.isPending} onClick={() => clear.mutate()}>
          Clear ended ones
        </Button>
      }
    >
      <FailureLine error={clear.error} />
      <Card title="Jobs" isFlush>
        {error && <FailureNotice title="The jobs cannot be read" error={error} onRetry={refetch} />}
        {!jobs && !error && <Skeleton h={120} m="md" />}
        {jobs?.length === 0 && (
          <Notice icon={IconListCheck} title="Nothing has run yet">
            Imports, detections and evaluations appear here.
          </Notice>
        )}
        {jobs && jobs.length > 0 && (
          <Table data-testid="jobs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={130}>Kind</Table.Th>
                <Table.Th>Title</Table.Th>
                <Table.Th w={110}>State</Table.Th>
                <Table.Th>Outcome</Table.Th>
                <Table.Th w={180}>Begun</Table.Th>
                <Table.Th w={110} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {jobs
                .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
                .map((job) => (
                  <JobRow key={job.id} job={job} />
                ))}
            </Table.Tbody>
          </Table>
        )}
      </Card>
    </PageFrame>
  );
}

function JobRow({ job }: { readonly job: Job }): JSX.Element {
  const { state } = job.current;
  const { name, icon: StateIcon } = STATE_WORDS[state];
  return (
    <Table.Tr data-testid="job-row" data-state={state}>
      <Table.Td>{KIND_NAMES[job.kind]}</Table.Td>
      <Table.Td>{job.title}</Table.Td>
      <Table.Td>
        <span className="jobs__state" data-state={state}>
          <StateIcon size={16} stroke={1.8} aria-hidden /> {name}
        </span>
      </Table.Td>
      <Table.Td className="jobs__outcome figures">{outcomeOf(job.current)}</Table.Td>
      <Table.Td className="jobs__date figures">{readableDate(job.createdAt)}</Table.Td>
      <Table.Td>
        <JobActions job={job} />
      </Table.Td>
    </Table.Tr>
  );
}

function outcomeOf(current: JobState): string {
  switch (current.state) {
    case "queued":
    case "cancelled":
      return "";
    case "running":
      return describeProgress(current.progress);
    case "done":
      return current.summary;
    case "failed":
      return current.message;
    default:
      return unreachable(current);
  }
}

function JobActions({ job: { id, title, current, canResume } }: { readonly job: Job }): JSX.Element {
  const cancel = useMutation({ mutationFn: () => client.jobs.cancel({ jobId: id }) });
  const resume = useMutation({ mutationFn: () => client.jobs.resume({ jobId: id }) });
  const isUnderWay = current.state === "running" || current.state === "queued";
  return (
    <Group justify="flex-end" gap="xs">
      {isUnderWay && (
        <Button
          variant="default"
          loading={cancel.isPending}
          aria-label={`Cancel: ${title}`}
          onClick={() => cancel.mutate()}
        >
          Cancel
        </Button>
      )}
      {canResume && (
        <Button
          variant="light"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          loading={resume.isPending}
          aria-label={`Go on: ${title}`}
          onClick={() => resume.mutate()}
        >
          Go on
        </Button>
      )}
      <FailureLine error={cancel.error ?? resume.error} />
    </Group>
  );
}
