/** @file How a process ended, in the few words that `WorkerProcess.onExit` reports. */

/** Windows reports a crash as an NTSTATUS in the exit code.
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-erref/596a1078-e883-4972-9bbc-49e60bebca55 */
const WINDOWS_CRASHES: Readonly<Record<number, string>> = {
  0xc0000005: "access violation",
  0xc000001d: "illegal instruction",
  0xc0000017: "out of memory",
  0xc00000fd: "stack overflow",
  0xc0000409: "stack buffer overrun",
};

const SIGNAL_MEANINGS: Readonly<Record<string, string>> = {
  SIGKILL: "killed, often for want of memory",
  SIGILL: "an instruction that this processor lacks",
  SIGABRT: "native code gave up",
};

export function describeExit(code: number | null, signal: string | null): string {
  if (signal) return signal in SIGNAL_MEANINGS ? `${signal}: ${SIGNAL_MEANINGS[signal]}` : signal;
  if (code === null) return "reason unknown";
  const crash = WINDOWS_CRASHES[code >>> 0];
  return crash ? `${crash}, exit code 0x${(code >>> 0).toString(16)}` : `exit code ${code}`;
}
