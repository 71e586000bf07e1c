/** @file Checks of model files under way, and the newest one that was refused with its reason. */
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { client } from "../../client/client";
import { Failure } from "../../../src-shared/domain/failure";
import { Card } from "../../components/Card";
import { FailureLine } from "../../components/FailureLine";
import { JobLine } from "../../components/JobLine";
import { reportFailure } from "../../components/report-failure";
import { queries } from "../../stores/queries";

export function ModelImports(): JSX.Element | null {
  const jobs = useQuery(queries.jobs()).data ?? [];
  const imports = jobs
    .filter(({ kind }) => kind === "import-model")
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  const running = imports.filter(({ current }) => current.state === "running" || current.state === "queued");
  const [newest] = imports;
  if (running.length > 0) {
    return (
      <Card title="Checking">
        {running.map((job) => (
          <JobLine key={job.id} job={job} onCancel={() => reportFailure(client.jobs.cancel({ jobId: job.id }))} />
        ))}
      </Card>
    );
  }
  if (newest?.current.state !== "failed") return null;
  return (
    <Card title={`${newest.title}: refused`} testId="model-refused">
      <FailureLine error={new Failure("unsupported", newest.current.message)} />
    </Card>
  );
}
