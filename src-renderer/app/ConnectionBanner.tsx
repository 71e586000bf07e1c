/** @file Says over everything else that the back end cannot be reached, and what happens next. */
import { Button } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { type JSX, useSyncExternalStore } from "react";
import { connectionState } from "../client/connection-state";

export function ConnectionBanner(): JSX.Element | null {
  const connection = useSyncExternalStore(connectionState.subscribe, connectionState.get);
  if (connection.state !== "lost" && connection.state !== "refused") return null;
  return (
    <div className="connection-banner" role="alert" data-testid="connection-banner">
      <IconPlugConnectedX size={18} aria-hidden />
      {connection.state === "lost"
        ? "The connection to Overread is lost; it is tried again by itself. Nothing that was stored is lost."
        : connection.message}
      {connection.state === "refused" && (
        <Button variant="white" color="dark" onClick={() => window.location.reload()}>
          Load the page again
        </Button>
      )}
    </div>
  );
}
