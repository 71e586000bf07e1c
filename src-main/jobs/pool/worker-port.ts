/** @file The worker's end of the line to the process that started it. */
export interface WorkerPort {
  readonly send: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
}
