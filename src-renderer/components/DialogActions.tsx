/** @file The end of a dialog's form: the sentence that it was refused with, and the two ways out. */
import { Button, Group } from "@mantine/core";
import type { JSX } from "react";
import { FailureLine } from "./FailureLine";

export interface DialogActionsProps {
  /** The word of the button that submits the form, for example "Export". */
  readonly action: string;
  /** How the submitting goes, as a mutation tells it. */
  readonly submitting: { readonly isPending: boolean; readonly error: unknown };
  /** Whether the form holds what it needs. */
  readonly isReady: boolean;
  /** Of the button that submits. */
  readonly testId?: string;
  readonly onClose: () => void;
}

export function DialogActions({ action, submitting, isReady, testId, onClose }: DialogActionsProps): JSX.Element {
  return (
    <>
      <FailureLine error={submitting.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={submitting.isPending} disabled={!isReady} data-testid={testId}>
          {action}
        </Button>
      </Group>
    </>
  );
}
