/** @file Asks before something is lost. */
import { Button, Group, Stack } from "@mantine/core";
import type { JSX, ReactNode } from "react";
import { Dialog } from "./Dialog";
import { FailureLine } from "./FailureLine";

export interface ConfirmDialogProps {
  readonly title: string;
  /** The button's word, for example "Remove". */
  readonly action: string;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly children: ReactNode;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps): JSX.Element {
  const { title, action, isPending, error, children, onConfirm, onClose } = props;
  return (
    <Dialog onClose={onClose} title={title}>
      <Stack gap="md">
        <div>{children}</div>
        <FailureLine error={error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep
          </Button>
          <Button color="red" loading={isPending} data-testid="confirm" onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
