/** @file One window of a long list. */
import { z } from "zod";

export const PageRequest = z.object({ offset: z.int().nonnegative(), limit: z.int().min(1).max(1000) });

/** `total` counts the rows of the whole filtered list. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({ total: z.int().nonnegative(), rows: z.array(row) });
}
