/** @file The ability that a host hands in: starting a process that runs `entries/worker.ts`. */

/** A worker process as the pool sees it. Messages are plain structured-clone values; both ends parse them. */
export interface WorkerProcess {
  readonly send: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  /** Called once when the process has ended; the reason is a few words such as "SIGSEGV" or "exit code 1". */
  readonly onExit: (listener: (reason: string) => void) => void;
  /** Ends the process at once, even one that is stuck in native code. */
  readonly kill: () => void;
}

export type StartWorker = () => WorkerProcess;
