/** @file What a model's benchmark on one device found: speed, memory, agreement with the CPU. */
import { z } from "zod";
import { ExecutionProvider, Precision } from "./device";
import { ModelId } from "./identifiers";

/** Largest differences from the CPU at single precision, over detections that match at IoU ≥ 0.5. */
const Agreement = z.object({
  images: z.int().positive(),
  matched: z.int().nonnegative(),
  /** Detections of either side that have no partner on the other. */
  unmatched: z.int().nonnegative(),
  /** Pixels of the model's input. */
  boxPx: z.number().nonnegative(),
  score: z.number().nonnegative(),
});

const Measured = z.object({
  outcome: z.literal("measured"),
  /** From the file to the first answer. */
  openSeconds: z.number().nonnegative(),
  /** Median of one detection on a prepared image. */
  imageSeconds: z.number().nonnegative(),
  runs: z.int().positive(),
  /** Largest resident memory of the worker above what it had before the model was opened, in bytes; what a graphics
   * card holds itself is not counted. */
  memoryBytes: z.int().nonnegative(),
  /** Nodes by the provider that computes them, and operators that the device left to the CPU; absent where the runtime
   * did not tell. */
  placement: z
    .object({
      nodes: z.partialRecord(ExecutionProvider, z.int().nonnegative()),
      fallenBack: z.record(z.string(), z.int().positive()),
    })
    .optional(),
  /** Absent on the CPU at single precision itself. */
  agreement: Agreement.optional(),
});

const Refused = z.object({ outcome: z.literal("refused"), reason: z.string() });

export const BenchmarkResult = z.object({
  modelId: ModelId,
  provider: ExecutionProvider,
  precision: Precision,
  measuredAt: z.iso.datetime(),
  result: z.discriminatedUnion("outcome", [Measured, Refused]),
});
export type BenchmarkResult = z.infer<typeof BenchmarkResult>;
