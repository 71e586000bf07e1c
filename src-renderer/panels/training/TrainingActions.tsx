/** @file Pausing a training, letting it go on, and ending it for good. Whoever shows it begins it anew with each state,
 * so that a button waits for the state that it asked for. */
import { Button, Group } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Training } from "../../../src-shared/domain/training";
import { client } from "../../client/client";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { FailureLine } from "../../components/FailureLine";

export function TrainingActions({ training }: { readonly training: Training }): JSX.Element | null {
  const { id: trainingId, state } = training;
  const pause = useMutation({ mutationFn: () => client.training.pause({ trainingId }) });
  const resume = useMutation({ mutationFn: () => client.training.resume({ trainingId }) });
  const isRunning = state === "running";
  const canGoOn = state === "paused" || state === "failed";
  if (!isRunning && !canGoOn) return null;
  return (
    <Group gap="xs" wrap="nowrap">
      <FailureLine error={pause.error ?? resume.error} />
      {isRunning && (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={14} aria-hidden />}
          // It pauses after its present step, with a checkpoint.
          loading={pause.isPending || pause.isSuccess}
          data-testid="training-pause"
          onClick={() => pause.mutate()}
        >
          Pause
        </Button>
      )}
      {canGoOn && (
        <Button
          variant="light"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          loading={resume.isPending || resume.isSuccess}
          data-testid="training-resume"
          onClick={() => resume.mutate()}
        >
          Go on
        </Button>
      )}
      <StopTraining training={training} />
    </Group>
  );
}

function StopTraining({ training }: { readonly training: Training }): JSX.Element {
  const [isAsking, setIsAsking] = useState(false);
  const stop = useMutation({
    mutationFn: () => client.training.stop({ trainingId: training.id }),
    onSuccess: () => setIsAsking(false),
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={14} aria-hidden />}
        data-testid="training-stop"
        onClick={() => setIsAsking(true)}
      >
        Stop…
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Stop ${training.name}?`}
          action="Stop"
          isPending={stop.isPending}
          error={stop.error}
          onConfirm={() => stop.mutate()}
          onClose={() => setIsAsking(false)}
        >
          A stopped training cannot go on; pause it for that.
          {training.epochsDone > 0
            ? " Its best epoch becomes a model."
            : " No epoch has been judged yet, so no model comes of it."}
        </ConfirmDialog>
      )}
    </>
  );
}
