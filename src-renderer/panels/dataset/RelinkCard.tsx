/** @file Finds files that were moved, by name and checksum. */
import { Button, Group, Stack } from "@mantine/core";
import { IconFileSearch } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type JSX, useState } from "react";
import { client } from "../../client/client";
import { Card } from "../../components/Card";
import { FailureLine } from "../../components/FailureLine";
import { PathField } from "../../components/PathField";
import { readableAmount } from "../../components/readable";

export function RelinkCard(): JSX.Element {
  const [folder, setFolder] = useState("");
  const queryClient = useQueryClient();
  const relink = useMutation({
    mutationFn: () => client.studies.relink({ folder }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["instances"] }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    relink.mutate();
  };
  return (
    <Card title="Find moved files">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <PathField
            label="Look below this folder"
            description="Files are known again by name and checksum."
            kind="folder"
            value={folder}
            onChange={setFolder}
          />
          <FailureLine error={relink.error} />
          <Group justify="space-between">
            <span role="status" className="aside">
              {relink.data && describe(relink.data)}
            </span>
            <Button
              type="submit"
              variant="default"
              leftSection={<IconFileSearch size={16} aria-hidden />}
              loading={relink.isPending}
              disabled={folder.trim() === ""}
            >
              Look
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function describe({ missing, relinked }: { readonly missing: number; readonly relinked: number }): string {
  if (missing === 0 && relinked === 0) return "Every file is at its place.";
  return `${readableAmount(relinked, "file")} found again; ${readableAmount(missing, "file")} still missing.`;
}
