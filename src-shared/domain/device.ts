/** @file The execution providers that a detector can run on, and what a trial of each showed on this machine. */
import { z } from "zod";

/** In the order in which they are tried; TensorRT only where it is asked for. */
export const EXECUTION_PROVIDERS = ["cuda", "tensorrt", "dml", "coreml", "webgpu", "cpu"] as const;
export const ExecutionProvider = z.enum(EXECUTION_PROVIDERS);
export type ExecutionProvider = z.infer<typeof ExecutionProvider>;

export const EXECUTION_PROVIDER_NAMES = {
  cuda: "CUDA",
  tensorrt: "TensorRT",
  dml: "DirectML",
  coreml: "CoreML",
  webgpu: "WebGPU",
  cpu: "CPU",
} as const satisfies Record<ExecutionProvider, string>;

/** What the person asks for: one provider, or the first of the order that works. */
export const DeviceChoice = z.enum(["auto", ...EXECUTION_PROVIDERS]);
export type DeviceChoice = z.infer<typeof DeviceChoice>;

/** Half: weights and activations as float16, for checkpoints only. */
export const PRECISIONS = ["single", "half"] as const;
export const Precision = z.enum(PRECISIONS);
export type Precision = z.infer<typeof Precision>;

export const DeviceTrial = z.object({
  provider: ExecutionProvider,
  works: z.boolean(),
  /** Why it does not work, or what was seen when it did. */
  detail: z.string(),
  /** Median time of the trial model in milliseconds, where it ran. */
  trialMs: z.number().nonnegative().optional(),
  /** True for the one that "auto" chooses. */
  isChosen: z.boolean(),
});
export type DeviceTrial = z.infer<typeof DeviceTrial>;
