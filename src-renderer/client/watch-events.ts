/** @file Follows the back end's events for as long as the page lives, across lost connections. */
import type { ApplicationEvent } from "../../src-shared/contract/application";
import { client } from "./client";
import { connectionState, whenConnected } from "./connection-state";

const PAUSE_MS = 200;

export interface EventWatcher {
  readonly onEvent: (event: ApplicationEvent) => void;
  /** Called after a break: events were missed, so every remembered fact is to be asked for again. */
  readonly onReconnect: () => void;
}

/** Runs until the signal is aborted. @throws whatever the back end refuses with while the connection stands. */
export async function watchEvents({ onEvent, onReconnect }: EventWatcher, signal: AbortSignal): Promise<void> {
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    try {
      const events = await client.application.events(undefined, { signal });
      if (!isFirst) onReconnect();
      for await (const event of events) onEvent(event);
    } catch (thrown) {
      if (signal.aborted) return;
      if (connectionState.get().state === "connected") throw thrown;
    }
    // A host that ends the stream while it is closing must not be asked again in the same breath.
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    await whenConnected(signal).catch(() => undefined);
  }
}
