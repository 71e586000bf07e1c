/** @file Opens a detector and times it on a few images, as a run would use it. */
import type { PreparedInput } from "../detection/preprocessing/prepare-input";
import type { DetectorAnswer, DetectorContext, DetectorSource } from "./detectors/detector";
import { openDetector } from "./detectors/open-detector";
import { watchMemory } from "./resident-memory";
import type { NodePlacement } from "./runtime/session";

/** Timing ends with this many runs once they took as long as `ENOUGH_MS`, and after `PATIENCE_MS` in any case. */
const MIN_RUNS = 3;
const ENOUGH_MS = 5_000;
const PATIENCE_MS = 20_000;
const MAX_RUNS = 60;

export interface DetectorMeasures {
  /** From the file to the first answer. */
  readonly openSeconds: number;
  /** Median of one detection on a prepared image. */
  readonly imageSeconds: number;
  readonly runs: number;
  readonly memoryBytes: number;
  readonly placement?: NodePlacement;
  /** What was found on each image that there was time for, from the first on. */
  readonly answers: readonly DetectorAnswer[];
}

export interface MeasureOptions extends DetectorContext {
  readonly signal: AbortSignal;
  readonly onRun: (runs: number) => void;
}

/** Errors are those of `openDetector` and `Detector.detect`. */
export async function measureDetector(
  source: DetectorSource,
  images: readonly PreparedInput[],
  { signal, onRun, ...context }: MeasureOptions,
): Promise<DetectorMeasures> {
  const memory = watchMemory();
  const startMs = performance.now();
  const detector = await openDetector({ ...source, isRecorded: true }, context);
  try {
    memory.look();
    const answers = [await detector.detect(images[0]!)];
    const openSeconds = (performance.now() - startMs) / 1000;
    // Ends the recording, so that it does not slow the runs that are timed.
    const placement = await detector.takePlacement();
    const times: number[] = [];
    const timingStartMs = performance.now();
    do {
      signal.throwIfAborted();
      onRun(times.length);
      const place = times.length % images.length;
      const runStartMs = performance.now();
      const answer = await detector.detect(images[place]!);
      times.push(performance.now() - runStartMs);
      answers[place] ??= answer;
      memory.look();
    } while (isWorthAnother(times.length, performance.now() - timingStartMs));
    const measures = { openSeconds, imageSeconds: median(times) / 1000, runs: times.length, answers };
    return { ...measures, memoryBytes: memory.peakBytes(), ...(placement && { placement }) };
  } finally {
    await detector.release();
  }
}

function isWorthAnother(runs: number, elapsedMs: number): boolean {
  if (elapsedMs >= PATIENCE_MS || runs >= MAX_RUNS) return false;
  return runs < MIN_RUNS || elapsedMs < ENOUGH_MS;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
