/** @file The terminal as the commands see it, so that a test can stand in for one. */

export interface Terminal {
  /** Results, for a person or a program. */
  readonly print: (text: string) => void;
  /** Everything that is not a result: progress, notices, refusals. */
  readonly tell: (text: string) => void;
  /** Writes to the line of progress without ending it. */
  readonly rewrite: (text: string) => void;
  /** Whether a line of progress can be rewritten. */
  readonly isInteractive: boolean;
  /** Aborted when the person presses Ctrl-C or the system asks the program to end. */
  readonly interrupted: AbortSignal;
}

export function processTerminal(): Terminal {
  return {
    print: (text) => process.stdout.write(`${text}\n`),
    tell: (text) => process.stderr.write(`${printable(text)}\n`),
    rewrite: (text) => process.stderr.write(`\r\u001B[2K${printable(text)}`),
    isInteractive: process.stderr.isTTY,
    interrupted: interruption(),
  };
}

/** Names of a stranger's files and weights are told: none may move the cursor, colour the screen or turn the line. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "?");
}

/** The first signal asks for an orderly end; a second one ends the program at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(1);
      controller.abort();
    });
  }
  return controller.signal;
}
