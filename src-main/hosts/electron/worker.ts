/** @file Starts a worker as one of Electron's utility processes: a native crash there costs one job. */
import { utilityProcess } from "electron";
import { describeExit } from "../../jobs/pool/describe-exit";
import type { WorkerProcess } from "../../jobs/pool/worker-process";

/** `file` is the built worker entry. */
export function startUtilityWorker(file: string): WorkerProcess {
  const child = utilityProcess.fork(file, [], { serviceName: "Overread worker", stdio: "inherit" });
  return {
    // A utility process has no origins; the rule means windows.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    send: (message) => child.postMessage(message),
    onMessage: (listener) => child.on("message", listener),
    onExit: (listener) => child.once("exit", (code) => listener(describeExit(code, null))),
    kill: () => {
      // Electron's own kill asks politely, which a process that is stuck in native code does not hear.
      if (child.pid === undefined) child.kill();
      else process.kill(child.pid, "SIGKILL");
    },
  };
}
