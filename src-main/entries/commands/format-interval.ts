/** @file A 95 % interval as people write it. */
import type { Interval } from "../../../src-shared/domain/evaluation";

export function formatInterval(interval: Interval | undefined): string | undefined {
  return interval && `${interval.low.toFixed(4)} to ${interval.high.toFixed(4)}`;
}
