/** @file Reads the command line, runs the command, and answers with the exit code: 0 done, 1 failed, 2 wrong use. */
import { CommanderError } from "commander";
import { ORPCError } from "@orpc/server";
import { failureFrom } from "../../../src-shared/domain/failure";
import { hostPaths, programVersion, userDataFolder } from "../../hosts/host-paths";
import { logFileIn, openLog } from "../../hosts/open-log";
import type { Logger } from "../../jobs/job";
import { forkWorker } from "../../jobs/pool/fork-worker";
import { buildProgram } from "./build-program";
import { processTerminal } from "./terminal";

const DONE = 0;
const FAILED = 1;
const WRONG_USE = 2;

/** `entryUrl` is the entry's own `import.meta.url`. */
export async function runCommandLine(args: readonly string[], entryUrl: string): Promise<number> {
  const terminal = processTerminal();
  const folder = userDataFolder();
  const log = openLog(folder);
  const { workerFile, resourcesFolder } = hostPaths(entryUrl);
  const program = buildProgram({
    terminal,
    entryUrl,
    application: {
      startWorker: () => forkWorker(workerFile, log),
      userDataFolder: folder,
      resourcesFolder,
      version: programVersion(entryUrl),
      log,
    },
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return DONE;
  } catch (error) {
    // Commander has printed its own sentence by now; asking for help or the version is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USE;
    terminal.tell(sentenceOf(error, { log, logFile: logFileIn(folder) }));
    return FAILED;
  }
}

function sentenceOf(error: unknown, { log, logFile }: { readonly log: Logger; readonly logFile: string }): string {
  // The application's own refusals come over the contract with their sentence and are in the log where they belong.
  if (error instanceof ORPCError && error.defined)
    return error.code === "internal" ? `${error.message} (${logFile})` : error.message;
  const failure = failureFrom(error);
  if (failure.code !== "internal") return failure.message;
  log.error("A command failed.", { error });
  return `${failure.message} (${logFile})`;
}
