/** @file Runs a command that needs no project inside the test, with a terminal that keeps what it is given. */
import { buildProgram } from "../../src-main/entries/commands/build-program";
import type { CommandContext } from "../../src-main/entries/commands/command-context";
import { buildFolder } from "./build-store";
import { recordingLog } from "./recording-log";

export interface CommandOutput {
  readonly out: string;
  /** What commander says of wrong arguments. */
  readonly err: string;
  readonly error?: unknown;
}

/** Runs without worker processes; a command that asks for one fails. */
export async function runInProcess(...args: readonly string[]): Promise<CommandOutput> {
  let out = "";
  let err = "";
  const program = buildProgram(commandContext((text) => void (out += `${text}\n`)));
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => void (out += text), writeErr: (text) => void (err += text) });
  }
  try {
    await program.parseAsync([...args], { from: "user" });
    return { out, err };
  } catch (error) {
    return { out, err, error };
  }
}

/** What a command is given, with folders of its own. */
export function commandContext(print: (text: string) => void = () => {}): CommandContext {
  const folder = buildFolder();
  return {
    terminal: {
      print,
      tell: () => {},
      rewrite: () => {},
      isInteractive: false,
      interrupted: new AbortController().signal,
    },
    entryUrl: import.meta.url,
    application: {
      startWorker: () => {
        throw new Error("This command asked for a worker.");
      },
      userDataFolder: folder,
      resourcesFolder: folder,
      version: "0.0.0",
      log: recordingLog(),
    },
  };
}
