/** @file One line under a control: the sentence that the back end refused with. */
import { IconAlertTriangle } from "@tabler/icons-react";
import type { JSX } from "react";
import { failureOf } from "../client/failure-of";
import "./failure-line.css";

export function FailureLine({ error }: { readonly error: unknown }): JSX.Element | null {
  if (error === null || error === undefined) return null;
  return (
    <p className="failure-line" role="alert" data-testid="failure">
      <IconAlertTriangle size={16} stroke={1.6} aria-hidden />
      <span>{failureOf(error).message}</span>
    </p>
  );
}
