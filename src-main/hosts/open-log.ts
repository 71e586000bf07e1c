/** @file The log file: one JSON object a line, in the user's own folder, the one before it kept beside it. */
import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { pino } from "pino";
import type { Logger } from "../jobs/job";

const MAX_LOG_BYTES = 8 * 1024 * 1024;

/** Where the log of a user lies. */
export function logFileIn(userDataFolder: string): string {
  return join(userDataFolder, "logs", "overread.log");
}

/** Writes each line at once: the last ones before a crash are those that are wanted. */
export function openLog(userDataFolder: string): Logger {
  const file = logFileIn(userDataFolder);
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > MAX_LOG_BYTES) renameSync(file, `${file}.1`);
  const log = pino(
    {
      base: { pid: process.pid },
      serializers: { error: pino.stdSerializers.err },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: file, sync: true }),
  );
  return {
    info: (message, details = {}) => log.info(details, message),
    warn: (message, details = {}) => log.warn(details, message),
    error: (message, details = {}) => log.error(details, message),
  };
}
