/** @file Ends a server in good order when the terminal or the system asks for it. */

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A second signal ends the process at once. */
export function closeOnSignal(close: () => Promise<void>): void {
  let isClosing = false;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (isClosing) process.exit(1);
      isClosing = true;
      close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error("Overread could not close in good order.", error);
          process.exit(1);
        },
      );
    });
  }
}
