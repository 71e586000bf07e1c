/** @file The model registry and the devices that models run on. */
import { z } from "zod";
import { BenchmarkResult } from "../domain/benchmark";
import { DeviceTrial } from "../domain/device";
import { JobId, ModelId } from "../domain/identifiers";
import { Model, ModelCard, ModelConvention, ModelInspection } from "../domain/model";
import { procedure } from "./procedure";

export const models = {
  list: procedure.output(z.array(Model)),
  /** Looks into a file without registering it, and tries it: by the convention that is named, or by the likeliest ones
   * until one passes. */
  inspect: procedure
    .input(z.object({ file: z.string().trim().min(1), convention: ModelConvention.optional() }))
    .output(ModelInspection),
  /** Checks a file against its card with a trial run in a worker, and registers a copy. */
  add: procedure
    .input(z.object({ file: z.string().trim().min(1), card: ModelCard.optional() }))
    .output(z.object({ jobId: JobId })),
  updateCard: procedure.input(z.object({ modelId: ModelId, card: ModelCard })).output(Model),
  /** Refuses a model that has runs. */
  remove: procedure.input(z.object({ modelId: ModelId })).output(z.null()),
  presets: procedure.output(z.array(z.object({ title: z.string(), card: ModelCard }))),
  /** Times a registered model on each device that works here, one job a device and precision; queued in turn. */
  benchmark: procedure.input(z.object({ modelId: ModelId })).output(z.object({ jobIds: z.array(JobId) })),
  /** The newest result of each device and precision, in the order of devices. */
  benchmarks: procedure.input(z.object({ modelId: ModelId })).output(z.array(BenchmarkResult)),
  /** Writes a checkpoint anew, by the ending of `file`: its weights as `.pth` or `.safetensors`, or its detector as one
   * ONNX graph from an image to boxes, labels and scores, with its card inside. Refuses ONNX models. */
  export: procedure
    .input(z.object({ modelId: ModelId, file: z.string().trim().min(1) }))
    .output(z.object({ file: z.string(), fileBytes: z.int().nonnegative() })),
  /** Tries every execution provider that this machine could have; answers from memory unless told to look again. */
  devices: procedure.input(z.object({ isFresh: z.boolean().default(false) })).output(z.array(DeviceTrial)),
};
