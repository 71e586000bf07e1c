/** @file The batches of heat maps of a run: under way, with progress; stopped ones, with a way to go on. */
import { Button } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { RunId } from "../../../src-shared/domain/identifiers";
import type { Job } from "../../../src-shared/domain/job";
import { client } from "../../client/client";
import { FailureLine } from "../../components/FailureLine";
import { JobLine } from "../../components/JobLine";
import { reportFailure } from "../../components/report-failure";
import { queries } from "../../stores/queries";

export function BatchJobs({ runId }: { readonly runId: RunId }): JSX.Element {
  const jobs = useQuery(queries.jobs()).data ?? [];
  const batches = jobs.filter(({ kind, subject }) => kind === "explain-run" && subject === runId);
  const [newest] = batches.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  return (
    <div className="explanation__jobs">
      {batches
        .filter(({ current }) => current.state === "running" || current.state === "queued")
        .map((job) => (
          <JobLine key={job.id} job={job} onCancel={() => reportFailure(client.jobs.cancel({ jobId: job.id }))} />
        ))}
      {newest && <Ended job={newest} />}
    </div>
  );
}

function Ended({ job }: { readonly job: Job }): JSX.Element | null {
  const resume = useMutation({ mutationFn: () => client.jobs.resume({ jobId: job.id }) });
  const words = endWords(job);
  if (words === undefined) return null;
  return (
    <div className="explanation__ended">
      <span className="aside" data-testid="explain-outcome">
        {words}
      </span>
      {job.canResume && (
        <Button
          variant="light"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          loading={resume.isPending}
          data-testid="explain-resume"
          onClick={() => resume.mutate()}
        >
          Go on
        </Button>
      )}
      <FailureLine error={resume.error} />
    </div>
  );
}

function endWords({ current }: Job): string | undefined {
  if (current.state === "done") return current.summary;
  if (current.state === "cancelled") return "The last batch was cancelled; what it made is kept.";
  return current.state === "failed" ? current.message : undefined;
}
