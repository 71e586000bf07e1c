/** @file A log whose lines a test can read. */
import type { Logger } from "../../src-main/jobs/job";

export interface RecordingLog extends Logger {
  readonly lines: string[];
}

export function recordingLog(): RecordingLog {
  const lines: string[] = [];
  const note =
    (level: string) =>
    (message: string, details?: object): void =>
      void lines.push(`${level} ${message} ${details && "error" in details ? String(details.error) : ""}`.trim());
  return { lines, info: note("info"), warn: note("warn"), error: note("error") };
}
