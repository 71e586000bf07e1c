/** @file A value once it has stood still: what a reader steps past is not asked for. */
import { useEffect, useState } from "react";

/** The first value at once, each later one when it has not changed for so long; undefined in between. */
export function useSettled<Value>(value: Value, forMs: number): Value | undefined {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), forMs);
    return () => clearTimeout(timer);
  }, [value, forMs]);
  return settled === value ? value : undefined;
}
