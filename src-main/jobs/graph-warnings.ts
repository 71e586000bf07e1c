/** @file What an exporter wrote otherwise than it was meant, as far as the graph itself tells. */
import { printableName } from "../numerics/pickle/printable-name";
import type { Graph } from "../numerics/onnx/graph";
import type { ModelFacts } from "../../src-shared/domain/model";

/** Since this operator set, RoiAlign may say where it samples; what is not said changed its meaning. */
const ROI_ALIGN_SAYS_WHERE = 16;

/** Sentences for a person; the graph is run as it is, since a network that samples so on purpose looks the same.
 * @see https://onnx.ai/onnx/operators/onnx__RoiAlign.html */
export function graphWarnings({ nodes }: Graph, { opset = 0, producer = "" }: ModelFacts, name: string): string[] {
  // torchvision 0.14 and before leave the attribute out, whatever `aligned` is; its own detectors never align.
  const isSilent = nodes.some(
    ({ operator, attributes }) => operator === "RoiAlign" && !("coordinate_transformation_mode" in attributes),
  );
  if (!isSilent || opset < ROI_ALIGN_SAYS_WHERE || !producer.startsWith("pytorch")) return [];
  const found = `${printableName(name)} does not say where its RoiAlign samples, which at operator set ${opset} means half_pixel`;
  const meant =
    "torchvision's own detectors mean output_half_pixel, so that boxes and scores may differ from theirs unless it is exported at operator set 11 to 15";
  return [`${found}; ${meant}.`];
}
