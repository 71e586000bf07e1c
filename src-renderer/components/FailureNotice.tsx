/** @file Shows the sentence of something that went wrong, with a way to try again where there is one. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconPlugConnectedX } from "@tabler/icons-react";
import type { JSX } from "react";
import { failureOf } from "../client/failure-of";
import { Notice } from "./Notice";

export interface FailureNoticeProps {
  readonly title: string;
  readonly error: unknown;
  readonly onRetry?: () => unknown;
}

export function FailureNotice({ title, error, onRetry }: FailureNoticeProps): JSX.Element {
  const { code, message } = failureOf(error);
  return (
    <Notice
      icon={code === "disconnected" ? IconPlugConnectedX : IconAlertTriangle}
      title={title}
      tone="failure"
      actions={
        onRetry && (
          <Button variant="default" onClick={() => onRetry()}>
            Try again
          </Button>
        )
      }
    >
      {message}
    </Notice>
  );
}
