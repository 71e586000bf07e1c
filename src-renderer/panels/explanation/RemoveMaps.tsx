/** @file Removes all heat maps of a run, once it is asked twice. */
import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Run } from "../../../src-shared/domain/run";
import { client } from "../../client/client";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { readableAmount } from "../../components/readable";
import { forgetMaps } from "../../stores/explanation-commands";
import { queries } from "../../stores/queries";

/** Nothing while the run has none. */
export function RemoveMaps({ run }: { readonly run: Run }): JSX.Element | null {
  const count = useQuery(queries.explanationsOfRun(run.id)).data?.length ?? 0;
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => client.explanations.removeOfRun({ runId: run.id }),
    onSuccess: () => {
      forgetMaps();
      setIsAsking(false);
    },
  });
  if (count === 0) return null;
  const maps = readableAmount(count, "map");
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconTrash size={14} aria-hidden />}
        data-testid="remove-maps"
        onClick={() => setIsAsking(true)}
      >
        Remove {maps}…
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Remove ${maps} of ${run.name}?`}
          action="Remove"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setIsAsking(false)}
        >
          All heat maps of this run go with what was measured of them, D-RISE and checks as well; a batch under way
          stops. They can be made again.
        </ConfirmDialog>
      )}
    </>
  );
}
