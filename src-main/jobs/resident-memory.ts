/** @file How much memory this process came to hold while it did something. */
import { memoryUsage, resourceUsage } from "node:process";

export interface MemoryWatch {
  /** Looks once; between looks only the system's own high-water mark tells. */
  readonly look: () => void;
  /** Bytes above what was held when the watch began, at the highest. */
  readonly peakBytes: () => number;
}

/** Opening and running a model block this process, so that no timer could look while they do. The system's high-water
 * mark tells of those moments where it rose; where an earlier job in this process left a higher one, the largest look
 * is the best that can be had. */
export function watchMemory(): MemoryWatch {
  const startBytes = memoryUsage.rss();
  const startMark = highWaterMarkBytes();
  let highest = startBytes;
  const look = (): void => {
    highest = Math.max(highest, memoryUsage.rss());
  };
  return {
    look,
    peakBytes: () => {
      look();
      const mark = highWaterMarkBytes();
      return (mark > startMark ? Math.max(mark, highest) : highest) - startBytes;
    },
  };
}

function highWaterMarkBytes(): number {
  return resourceUsage().maxRSS * 1024;
}
