/** @file How many resamples of patients make the 95 % intervals, and from which seed. */
import { z } from "zod";

/** 0 resamples leave the intervals out. Jobs that an older version queued say nothing. */
export const Resampling = {
  resamples: z.int().min(0).max(10_000).default(1000),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(0),
};
