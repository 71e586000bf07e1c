/** @file Which inputs and outputs of a graph are a detector's, for each convention in which detectors are exported. */
import { Failure } from "../../src-shared/domain/failure";
import { imageInputOf, type ImageInput } from "./image-input";
import { OUTPUT_RULES, type ConventionOutputs, type GraphConvention, type OutputRule } from "./output-rules";
import type { TensorDescription } from "./runtime/session";

export interface DetectorSignature<Convention extends GraphConvention = "torchvision"> extends ImageInput {
  readonly outputNames: ConventionOutputs[Convention];
}

/** What a graph takes and answers. */
export interface GraphEnds {
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
}

/** Sizes may be open in the file, so that shapes of the answers are still to be checked.
 * @throws {Failure} `unsupported` when the graph is no detector of this convention. */
export function detectorSignature<Convention extends GraphConvention = "torchvision">(
  graph: GraphEnds,
  fileName: string,
  convention: Convention = "torchvision" as Convention,
): DetectorSignature<Convention> {
  const { outputs, expected, takesSize }: OutputRule<ConventionOutputs[Convention]> = OUTPUT_RULES[convention];
  const image = imageInputOf(graph.inputs, takesSize);
  if (!image) {
    const size = takesSize ? " and the image's size as int64 [1, 2]" : "";
    const sentence = `one float32 image [channels, height, width] with 1 or 3 channels${size} was expected`;
    throw new Failure("unsupported", `${fileName} takes ${describeTensors(graph.inputs)}; ${sentence}.`);
  }
  const outputNames = outputs(graph.outputs);
  if (!outputNames) {
    throw new Failure("unsupported", `${fileName} answers ${describeTensors(graph.outputs)}; ${expected}.`);
  }
  return { ...image, outputNames };
}

export function describeTensors(tensors: readonly TensorDescription[]): string {
  if (tensors.length === 0) return "nothing";
  return tensors.map(({ name, type, shape }) => `${name} ${type} [${shape.join(", ")}]`).join(" and ");
}
