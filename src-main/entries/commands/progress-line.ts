/** @file Shows how a job gets on: one line that is rewritten, or a line every few seconds where none can be. */
import type { Progress } from "../../../src-shared/domain/job";
import type { Terminal } from "./terminal";

const LINE_INTERVAL_MS = 5_000;

export class ProgressLine {
  private lastLineMs = -Infinity;
  private isOpen = false;

  constructor(
    private readonly terminal: Pick<Terminal, "tell" | "rewrite" | "isInteractive">,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  show(title: string, progress: Progress): void {
    const text = `${title}: ${describeProgress(progress)}`;
    if (this.terminal.isInteractive) {
      this.terminal.rewrite(text);
      this.isOpen = true;
      return;
    }
    if (this.nowMs() - this.lastLineMs < LINE_INTERVAL_MS) return;
    this.lastLineMs = this.nowMs();
    this.terminal.tell(text);
  }

  /** Leaves the last line as it stands. */
  end(text: string): void {
    if (this.isOpen) this.terminal.rewrite("");
    this.isOpen = false;
    this.lastLineMs = -Infinity;
    this.terminal.tell(text);
  }
}

export function describeProgress({ done, total, note, perSecond, secondsLeft }: Progress): string {
  const parts = [
    total === undefined ? `${done}` : `${done} of ${total}`,
    note,
    perSecond === undefined ? "" : `${perSecond.toFixed(perSecond < 10 ? 1 : 0)} a second`,
    secondsLeft === undefined || !Number.isFinite(secondsLeft) ? "" : `${describeDuration(secondsLeft)} left`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function describeDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
