/** @file One sweep in the list: how it stands, what it reached, and whether its trainings are watched. */
import { Button, Group } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Sweep } from "../../../src-shared/domain/sweep";
import { client } from "../../client/client";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { readableDate } from "../../components/readable";
import { ToolButton } from "../../components/ToolButton";
import { useTraining } from "../../stores/training-store";
import { bestOf, progressOf } from "./sweep-figures";
import { readableFigure } from "./training-curves";

export interface SweepLineProps {
  readonly sweep: Sweep;
  readonly isWatched: boolean;
}

export function SweepLine({ sweep, isWatched }: SweepLineProps): JSX.Element {
  const begun = bestOf(sweep) ?? sweep.members.find(({ trainingId }) => trainingId !== undefined);
  return (
    <article className="training__line" data-testid="sweep" data-watched={isWatched}>
      <span />
      <div>
        <div className="training__name">
          <b>{sweep.name}</b>
          <span data-state={sweep.state} data-testid="sweep-state">
            {sweep.state}
          </span>
        </div>
        <p className="aside figures">{describeSweep(sweep)}</p>
        {sweep.reason && <p className="training__reason">{sweep.reason}</p>}
      </div>
      <Group gap="xs" wrap="nowrap">
        {begun?.trainingId && (
          <Button
            variant={isWatched ? "light" : "default"}
            aria-pressed={isWatched}
            data-testid="sweep-line-watch"
            onClick={() => useTraining.getState().watch(begun.trainingId)}
          >
            {isWatched ? "Watched" : "Watch"}
          </Button>
        )}
        <RemoveSweep sweep={sweep} />
      </Group>
    </article>
  );
}

function describeSweep(sweep: Sweep): string {
  const { ended, members } = progressOf(sweep);
  const best = bestOf(sweep);
  const failed = sweep.members.filter(({ state }) => state === "failed");
  const parts = [
    `sweep of ${members} from ${sweep.modelName}`,
    `${sweep.trainSplitName} → ${sweep.validationSplitName}`,
    ended < members && `${ended} ended`,
    failed.length > 0 && `${failed.length} failed: ${failed[0]!.reason ?? "for no known reason"}`,
    best && `best AP ${readableFigure(best.AP)}, ${best.name}`,
    readableDate(sweep.createdAt),
  ];
  return parts.filter(Boolean).join(" · ");
}

function RemoveSweep({ sweep }: { readonly sweep: Sweep }): JSX.Element {
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => client.sweeps.remove({ sweepId: sweep.id }),
    onSuccess: () => {
      useTraining.getState().forget(sweep.members.flatMap(({ trainingId }) => trainingId ?? []));
      setIsAsking(false);
    },
  });
  const isRunning = sweep.state === "running";
  return (
    <>
      <ToolButton
        icon={IconTrash}
        label={isRunning ? "Pause or stop it first" : "Remove this sweep…"}
        isDisabled={isRunning}
        testId="sweep-remove"
        onClick={() => setIsAsking(true)}
      />
      {isAsking && (
        <ConfirmDialog
          title={`Remove the sweep ${sweep.name}?`}
          action="Remove"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setIsAsking(false)}
        >
          Its trainings go with it, with their curves and checkpoints. The models that they made stay.
        </ConfirmDialog>
      )}
    </>
  );
}
