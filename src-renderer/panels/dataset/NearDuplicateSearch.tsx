/** @file Looks through the pixels for images that are nearly the same, and shows how far it has come. */
import { Button, Tooltip } from "@mantine/core";
import { IconPhotoSearch } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { client } from "../../client/client";
import { FailureLine } from "../../components/FailureLine";
import { JobLine } from "../../components/JobLine";
import { reportFailure } from "../../components/report-failure";
import { queries } from "../../stores/queries";

export function NearDuplicateSearch(): JSX.Element {
  const search = useMutation({ mutationFn: () => client.datasets.findNearDuplicates({}) });
  const jobs = useQuery(queries.jobs()).data ?? [];
  const running = jobs.find(
    ({ kind, current }) =>
      kind === "find-near-duplicates" && (current.state === "running" || current.state === "queued"),
  );
  if (running) {
    return (
      <div className="label-problem__search">
        <JobLine job={running} onCancel={() => reportFailure(client.jobs.cancel({ jobId: running.id }))} />
      </div>
    );
  }
  return (
    <>
      <FailureLine error={search.error} />
      <Tooltip label="Compares small pictures of all images; what is nearly the same across patients or splits makes a test too easy.">
        <Button
          variant="default"
          leftSection={<IconPhotoSearch size={16} aria-hidden />}
          loading={search.isPending}
          data-testid="find-near-duplicates"
          onClick={() => search.mutate()}
        >
          Look for near-duplicate images
        </Button>
      </Tooltip>
    </>
  );
}
