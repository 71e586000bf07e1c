/** @file Starts a worker as one of Electron's utility processes: a native crash there costs one job. */
import { utilityProcess } from "electron";
import type { Logger } from "../../jobs/job";
import { describeExit } from "../../jobs/pool/describe-exit";
import { logLines } from "../../jobs/pool/log-lines";
import type { WorkerProcess } from "../../jobs/pool/worker-process";

/** `file` is the built worker entry. */
export function startUtilityWorker(file: string, log: Logger): WorkerProcess {
  const child = utilityProcess.fork(file, [], { serviceName: "Overread worker", stdio: "pipe" });
  for (const stream of [child.stdout, child.stderr]) logLines(stream, log);
  return {
    // A utility process has no origins; the rule means windows.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    send: (message) => child.postMessage(message),
    onMessage: (listener) => child.on("message", listener),
    onExit: (listener) => child.once("exit", (code) => listener(describeExit(code, null))),
    kill: () => {
      // Electron's own kill asks politely, which a process that is stuck in native code does not hear.
      if (child.pid !== undefined) killNow(child.pid);
    },
  };
}

function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It ended by itself a moment ago, and its exit is on the way.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
