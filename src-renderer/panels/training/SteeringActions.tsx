/** @file Pausing what trains, letting it go on, and ending it for good. Whoever shows it begins it anew with each state,
 * so that a button waits for the state that it asked for. */
import { Button, Group } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { FailureLine } from "../../components/FailureLine";

interface Steering {
  /** Stands before the name of each button where tests look for it. */
  readonly kind: "training" | "sweep";
  /** Else it can go on. */
  readonly isRunning: boolean;
  readonly onPause: () => Promise<unknown>;
  readonly onResume: () => Promise<unknown>;
  readonly onStop: () => Promise<unknown>;
  readonly stopTitle: string;
  readonly stopMeans: string;
}

export function SteeringActions({ kind, isRunning, onPause, onResume, ...stopping }: Steering): JSX.Element {
  const pause = useMutation({ mutationFn: onPause });
  const resume = useMutation({ mutationFn: onResume });
  return (
    <Group gap="xs" wrap="nowrap">
      <FailureLine error={pause.error ?? resume.error} />
      {isRunning ? (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={14} aria-hidden />}
          // It pauses after its present step, with a checkpoint.
          loading={pause.isPending || pause.isSuccess}
          data-testid={`${kind}-pause`}
          onClick={() => pause.mutate()}
        >
          Pause
        </Button>
      ) : (
        <Button
          variant="light"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          loading={resume.isPending || resume.isSuccess}
          data-testid={`${kind}-resume`}
          onClick={() => resume.mutate()}
        >
          Go on
        </Button>
      )}
      <StopAction kind={kind} {...stopping} />
    </Group>
  );
}

type Stopping = Pick<Steering, "kind" | "onStop" | "stopTitle" | "stopMeans">;

function StopAction({ kind, onStop, stopTitle, stopMeans }: Stopping): JSX.Element {
  const [isAsking, setIsAsking] = useState(false);
  const stop = useMutation({ mutationFn: onStop, onSuccess: () => setIsAsking(false) });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={14} aria-hidden />}
        data-testid={`${kind}-stop`}
        onClick={() => setIsAsking(true)}
      >
        Stop…
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={stopTitle}
          action="Stop"
          isPending={stop.isPending}
          error={stop.error}
          onConfirm={() => stop.mutate()}
          onClose={() => setIsAsking(false)}
        >
          {stopMeans}
        </ConfirmDialog>
      )}
    </>
  );
}
