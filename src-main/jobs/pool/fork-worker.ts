/** @file Starts a worker with Node's own `fork`, as the browser host, the command line and the tests do. */
import { fork } from "node:child_process";
import type { Logger } from "../job";
import { describeExit } from "./describe-exit";
import { logLines } from "./log-lines";
import type { WorkerProcess } from "./worker-process";

/** `file` is the built worker entry. What native libraries print, a crash's stack for example, goes to the log: a
 * person at a terminal reads the sentence of the failed job instead. */
export function forkWorker(file: string, log: Logger): WorkerProcess {
  const child = fork(file, [], { serialization: "advanced", stdio: ["ignore", "pipe", "pipe", "ipc"], execArgv: [] });
  for (const stream of [child.stdout, child.stderr]) logLines(stream, log);
  return {
    // A worker that has just died cannot be told anything; its exit is reported on its own.
    send: (message) => child.connected && child.send(message as object, () => {}),
    onMessage: (listener) => child.on("message", listener),
    onExit: (listener) => {
      let isTold = false;
      const tell = (reason: string): void => {
        if (!isTold) listener(reason);
        isTold = true;
      };
      child.on("exit", (code, signal) => tell(describeExit(code, signal)));
      // Emitted instead of "exit" when the process could not be started at all.
      child.on("error", (error) => tell(error.message));
    },
    kill: () => child.kill("SIGKILL"),
  };
}
