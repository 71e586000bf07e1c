/** @file Catches what a component throws while it draws, and offers a way back. */
import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Component, type ErrorInfo, type ReactNode } from "react";
import { Notice } from "../components/Notice";

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: unknown;
}

/** React offers error boundaries to class components alone. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override readonly state: ErrorBoundaryState = { error: undefined };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error ?? new Error("Something was thrown without a value.") };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    // The only log that a page has; the sentence on screen leaves the details out.
    // oxlint-disable-next-line no-console
    console.error("Drawing failed", error, componentStack);
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return (
      <Notice
        icon={IconAlertTriangle}
        title="This part of Overread stopped working"
        tone="failure"
        actions={
          <>
            <Button onClick={() => this.setState({ error: undefined })}>Go on</Button>
            <Button variant="default" onClick={() => window.location.reload()}>
              Load the page again
            </Button>
          </>
        }
      >
        Nothing that was stored is lost.
      </Notice>
    );
  }
}
