/** @file Pausing a sweep, letting it go on, and ending it for good. Whoever shows it begins it anew with each state, so
 * that a button waits for the state that it asked for. */
import { Button, Group } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Sweep } from "../../../src-shared/domain/sweep";
import { client } from "../../client/client";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { FailureLine } from "../../components/FailureLine";

export function SweepActions({ sweep }: { readonly sweep: Sweep }): JSX.Element | null {
  const { id: sweepId, state } = sweep;
  const pause = useMutation({ mutationFn: () => client.sweeps.pause({ sweepId }) });
  const resume = useMutation({ mutationFn: () => client.sweeps.resume({ sweepId }) });
  if (state === "complete" || state === "stopped") return null;
  return (
    <Group gap="xs" wrap="nowrap">
      <FailureLine error={pause.error ?? resume.error} />
      {state === "running" ? (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={14} aria-hidden />}
          loading={pause.isPending || pause.isSuccess}
          data-testid="sweep-pause"
          onClick={() => pause.mutate()}
        >
          Pause
        </Button>
      ) : (
        <Button
          variant="light"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          loading={resume.isPending || resume.isSuccess}
          data-testid="sweep-resume"
          onClick={() => resume.mutate()}
        >
          Go on
        </Button>
      )}
      <StopSweep sweep={sweep} />
    </Group>
  );
}

function StopSweep({ sweep }: { readonly sweep: Sweep }): JSX.Element {
  const [isAsking, setIsAsking] = useState(false);
  const stop = useMutation({
    mutationFn: () => client.sweeps.stop({ sweepId: sweep.id }),
    onSuccess: () => setIsAsking(false),
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={14} aria-hidden />}
        data-testid="sweep-stop"
        onClick={() => setIsAsking(true)}
      >
        Stop…
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Stop the sweep ${sweep.name}?`}
          action="Stop"
          isPending={stop.isPending}
          error={stop.error}
          onConfirm={() => stop.mutate()}
          onClose={() => setIsAsking(false)}
        >
          A stopped sweep cannot go on; pause it for that. The training at work ends with its best epoch as a model, and
          those that wait are left out.
        </ConfirmDialog>
      )}
    </>
  );
}
