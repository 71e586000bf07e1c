/** @file Turns a job's reports into a few progress events a second, with speed and time left. */
import type { Progress } from "../../../src-shared/domain/job";
import type { ProgressReport } from "../job";

const MIN_INTERVAL_MS = 200;
const WINDOW_MS = 10_000;
/** Speed over less than this is noise. */
const MIN_SPAN_MS = 500;

interface Sample {
  readonly atMs: number;
  readonly done: number;
}

/** Passes on at most five reports a second; `flush` passes on the last one if it was held back. */
export class ProgressMeter {
  private samples: readonly Sample[] = [];
  private held: ProgressReport | undefined;
  private lastSentMs = -Infinity;

  constructor(
    private readonly send: (progress: Progress) => void,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  readonly report = (report: ProgressReport): void => {
    const now = this.nowMs();
    this.remember({ atMs: now, done: report.done });
    this.held = report;
    if (now - this.lastSentMs >= MIN_INTERVAL_MS) this.flush();
  };

  flush(): void {
    if (!this.held) return;
    const report = this.held;
    this.held = undefined;
    this.lastSentMs = this.nowMs();
    this.send({ ...this.pace(report), ...report });
  }

  private remember(sample: Sample): void {
    const last = this.samples.at(-1);
    // Work that starts again from the front (a second phase) has its own speed.
    const kept =
      last && sample.done < last.done ? [] : this.samples.filter(({ atMs }) => sample.atMs - atMs <= WINDOW_MS);
    // Reports may come thousands of times a second; ten samples a second give the same speed.
    const isDense = kept.length > 1 && sample.atMs - kept.at(-2)!.atMs < 100;
    this.samples = [...(isDense ? kept.slice(0, -1) : kept), sample];
  }

  private pace(report: ProgressReport): Pick<Progress, "perSecond" | "secondsLeft"> {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (!first || !last || last.atMs - first.atMs < MIN_SPAN_MS) return {};
    const perSecond = ((last.done - first.done) * 1000) / (last.atMs - first.atMs);
    if (report.total === undefined || perSecond === 0) return { perSecond };
    return { perSecond, secondsLeft: Math.max(0, report.total - report.done) / perSecond };
  }
}
