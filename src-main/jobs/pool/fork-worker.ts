/** @file Starts a worker with Node's own `fork`, as the browser host, the command line and the tests do. */
import { fork } from "node:child_process";
import { describeExit } from "./describe-exit";
import type { WorkerProcess } from "./worker-process";

/** `file` is the built worker entry. */
export function forkWorker(file: string): WorkerProcess {
  const child = fork(file, [], {
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    execArgv: [],
  });
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
