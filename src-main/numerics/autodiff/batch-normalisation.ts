/** @file Batch normalisation by the batch's own statistics, as reductions going forward and as one step on the way back.
 *
 * ONNX has it as one operator, which ONNX Runtime computes on the CPU alone, and there writes over its inputs. Going
 * back through the reductions one by one would read and write the image a dozen times. */
import type { GraphBuilder, NormalisationParameters, Value } from "../onnx/builder";
import type { GraphNode } from "../onnx/graph";
import type { ForwardPass, GradientStep } from "./forward-pass";

export interface NormalisedByBatch {
  readonly normalised: Value;
  /** [channels], over images and places. */
  readonly mean: Value;
  /** [channels], divided by the number of elements. */
  readonly variance: Value;
  /** The operator that the reductions stand for: its running statistics, with a momentum of 0, are the batch's. */
  readonly step: GraphNode;
}

/** `image` is [images, channels, axes of space…]; `scale` and `bias` are [channels].
 * @see Ioffe and Szegedy, arXiv:1502.03167, section 3 */
export function normaliseByBatch(
  builder: GraphBuilder,
  image: Value,
  { scale, bias, epsilon = 1e-5 }: NormalisationParameters,
): NormalisedByBatch {
  const axes = image.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  const kept = builder.reduceMean(image, { axes });
  const centred = builder.sub(image, kept);
  const variance = builder.reduceMean(builder.mul(centred, centred), { axes, keepAxes: false });
  const mean = builder.squeeze(kept, axes);
  const normalised =
    image.shape.length === 2
      ? normaliseColumns(builder, image, { scale, bias, mean, variance, epsilon })
      : builder.batchNormalization(image, { scale, bias, mean, variance, epsilon });
  const step: GraphNode = {
    name: normalised.name,
    operator: "BatchNormalization",
    domain: "",
    inputs: [image, scale, bias, mean, variance].map(({ name }) => name),
    outputs: [normalised, mean, variance].map(({ name }) => name),
    attributes: {
      epsilon: { kind: "float", value: epsilon },
      momentum: { kind: "float", value: 0 },
      training_mode: { kind: "integer", value: 1 },
    },
  };
  return { normalised, mean, variance, step };
}

/** ONNX Runtime's operator takes the elements of a table one by one. */
function normaliseColumns(
  builder: GraphBuilder,
  table: Value,
  { scale, bias, mean, variance, epsilon }: Required<Parameters<GraphBuilder["batchNormalization"]>[1]>,
): Value {
  const spread = builder.sqrt(builder.add(variance, builder.scalarLike(variance, epsilon ?? 0)));
  const slope = builder.div(scale, spread);
  return builder.add(builder.mul(table, slope), builder.sub(bias, builder.mul(mean, slope)));
}

/** The same pass, with steps in the place of the nodes that answer the normalised values. What these are computed from
 * stays: no gradient comes there. */
export function withSteps(pass: ForwardPass, steps: Iterable<GradientStep>): ForwardPass {
  const byOutput = new Map(Array.from(steps, (step) => [step.outputs[0], step]));
  return { ...pass, nodes: pass.nodes.map((node) => byOutput.get(node.outputs[0]) ?? node) };
}
