/** @file Starts an import and shows how far it has come. */
import { Button, Group, Stack } from "@mantine/core";
import { IconDatabaseImport } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type JSX, useState } from "react";
import { client } from "../../client/client";
import { Card } from "../../components/Card";
import { FailureLine } from "../../components/FailureLine";
import { JobLine } from "../../components/JobLine";
import { PathField } from "../../components/PathField";
import { reportFailure } from "../../components/report-failure";
import { queries } from "../../stores/queries";

export function ImportCard(): JSX.Element {
  const [source, setSource] = useState("");
  const start = useMutation({
    mutationFn: () => client.datasets.import({ source }),
    onSuccess: () => setSource(""),
  });
  const jobs = useQuery(queries.jobs()).data ?? [];
  const running = jobs.filter(
    ({ kind, current }) => kind === "import-dataset" && (current.state === "running" || current.state === "queued"),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <Card title="Import" testId="import">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <PathField
            label="Folder or zip archive"
            description="With images/ and labels.csv, or with Kaggle’s stage_2 names."
            placeholder="/data/rsna-pneumonia"
            kind="folder-or-file"
            fileEndings={[".zip"]}
            value={source}
            testId="import-source"
            onChange={setSource}
          />
          <FailureLine error={start.error} />
          <Group justify="flex-end">
            <Button
              type="submit"
              leftSection={<IconDatabaseImport size={16} aria-hidden />}
              loading={start.isPending}
              disabled={source.trim() === ""}
              data-testid="import-start"
            >
              Import
            </Button>
          </Group>
          {running.map((job) => (
            <JobLine key={job.id} job={job} onCancel={() => reportFailure(client.jobs.cancel({ jobId: job.id }))} />
          ))}
        </Stack>
      </form>
    </Card>
  );
}
