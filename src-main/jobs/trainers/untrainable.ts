/** @file What cannot be trained, in words for whoever asked for it: before a training is made, and when one begins. */
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelCard } from "../../../src-shared/domain/model";

/** @throws {Failure} `unsupported` for a model that is no checkpoint; `name` is what the refusal calls it. */
export function requireCheckpoint({ convention }: Pick<ModelCard, "convention">, name: string): void {
  if (convention === "checkpoint") return;
  throw new Failure("unsupported", `${name} is an ONNX graph, which cannot be trained; a checkpoint's weights can.`);
}

/** Half precision where it would only cost digits: ONNX Runtime widens half floats on a processor, computes, and rounds
 * again. */
export function halfOnCpu(): Failure {
  const sentence =
    "Half precision is no quicker on the CPU, which this training would run on; precision single was expected, or a graphics device that computes in half.";
  return new Failure("unsupported", sentence);
}
