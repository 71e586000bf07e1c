/** @file Shows how a job gets on: one line that is rewritten, or a line every few seconds where none can be. */
import type { JobKind, Progress } from "../../../src-shared/domain/job";
import type { Terminal } from "./terminal";

const LINE_INTERVAL_MS = 5_000;

/** What jobs of a kind count, where a bare number would make a person wonder. Such a job takes hours and tells of itself
 * otherwise, so that a line a minute is enough. */
const UNITS: Partial<Record<JobKind, { readonly one: string; readonly many: string }>> = {
  train: { one: "step", many: "steps" },
};
const RARE_LINE_INTERVAL_MS = 60_000;

export class ProgressLine {
  private lastLineMs = -Infinity;
  private isOpen = false;

  constructor(
    private readonly terminal: Pick<Terminal, "tell" | "rewrite" | "isInteractive">,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  show(title: string, progress: Progress, kind?: JobKind): void {
    const text = `${title}: ${describeProgress(progress, kind)}`;
    if (this.terminal.isInteractive) {
      this.terminal.rewrite(text);
      this.isOpen = true;
      return;
    }
    const intervalMs = kind && UNITS[kind] ? RARE_LINE_INTERVAL_MS : LINE_INTERVAL_MS;
    if (this.nowMs() - this.lastLineMs < intervalMs) return;
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

export function describeProgress({ done, total, note, perSecond, secondsLeft }: Progress, kind?: JobKind): string {
  const parts = [
    total === undefined ? `${done}` : `${done} of ${total}`,
    note,
    perSecond === undefined ? "" : describePace(perSecond, kind && UNITS[kind]),
    secondsLeft === undefined || !Number.isFinite(secondsLeft) ? "" : `${describeDuration(secondsLeft)} left`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function describePace(perSecond: number, unit: { readonly one: string; readonly many: string } | undefined): string {
  // Steps stand still while an epoch is judged.
  if (unit && perSecond === 0) return "";
  if (unit && perSecond < 1) return `${(1 / perSecond).toFixed(1)} s a ${unit.one}`;
  const pace = perSecond.toFixed(perSecond < 10 ? 1 : 0);
  return unit ? `${pace} ${unit.many} a second` : `${pace} a second`;
}

function describeDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
