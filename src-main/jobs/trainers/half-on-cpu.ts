/** @file Half precision where it would only cost digits. */
import { Failure } from "../../../src-shared/domain/failure";

/** ONNX Runtime widens half floats on a processor, computes, and rounds again. */
export function halfOnCpu(): Failure {
  const sentence =
    "Half precision is no quicker on the CPU, which this training would run on; precision single was expected, or a graphics device that computes in half.";
  return new Failure("unsupported", sentence);
}
