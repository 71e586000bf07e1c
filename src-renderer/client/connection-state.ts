/** @file Whether the back end can be reached, as a value that the page can show and follow. */

export type ConnectionState =
  | { readonly state: "connecting" }
  | { readonly state: "connected" }
  /** Tried again by itself; `retryAt` is in milliseconds since 1970. */
  | { readonly state: "lost"; readonly retryAt: number }
  /** Not tried again: only the person can help. */
  | { readonly state: "refused"; readonly message: string };

/** Shaped for React's `useSyncExternalStore(connectionState.subscribe, connectionState.get)`. */
export interface Watchable<Value> {
  readonly get: () => Value;
  readonly subscribe: (listener: () => void) => () => void;
}

let current: ConnectionState = { state: "connecting" };
const listeners = new Set<() => void>();

export const connectionState: Watchable<ConnectionState> = {
  get: () => current,
  subscribe: (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

export function setConnectionState(next: ConnectionState): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Resolves when the back end can be reached. */
export function whenConnected(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      if (!signal.aborted && current.state !== "connected") return;
      unsubscribe();
      signal.removeEventListener("abort", settle);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    const unsubscribe = connectionState.subscribe(settle);
    signal.addEventListener("abort", settle);
    settle();
  });
}
