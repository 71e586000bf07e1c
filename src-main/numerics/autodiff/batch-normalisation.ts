/** @file Batch normalisation by the batch's own statistics, as reductions going forward and as one step on the way back.
 *
 * ONNX has it as one operator, which ONNX Runtime computes on the CPU alone, and there writes over its inputs. Going
 * back through the reductions one by one would read and write the image a dozen times. */
import type { GraphBuilder, NormalisationParameters, Value } from "../onnx/builder";
import type { ForwardPass, GradientStep } from "./forward-pass";
import type { GradientRule } from "./gradient-rule";
import { reduceByRows } from "./reduce-by-rows";
import { batchStatisticsGradients } from "./rules/normalisation-rules";

export interface NormalisedByBatch {
  readonly normalised: Value;
  /** [channels], over images and places. */
  readonly mean: Value;
  /** [channels], divided by the number of elements. */
  readonly variance: Value;
  /** The operator that the reductions stand for: its running statistics, with a momentum of 0, are the batch's. */
  readonly step: GradientStep;
}

/** `image` is [images, channels, axes of space…], or the rows of a table whose number is a multiple of `parts`; `scale` and
 * `bias` are [channels].
 * @see Ioffe and Szegedy, arXiv:1502.03167, section 3 */
export function normaliseByBatch(
  builder: GraphBuilder,
  image: Value,
  { scale, bias, epsilon = 1e-5, parts = 1 }: NormalisationParameters & { readonly parts?: number },
): NormalisedByBatch {
  const axes = image.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  const isTable = image.shape.length === 2;
  const meanOf = (value: Value): Value =>
    isTable ? overRows(builder, value, { reduce: builder.reduceMean, parts }) : reduceByRows(value, builder.reduceMean);
  const mean = meanOf(image);
  const centred = builder.sub(image, builder.unsqueeze(mean, axes));
  const variance = meanOf(builder.mul(centred, centred));
  const normalised = isTable
    ? normaliseColumns(builder, image, { scale, bias, mean, variance, epsilon })
    : builder.batchNormalization(image, { scale, bias, mean, variance, epsilon });
  const step: GradientStep = {
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
    ...(isTable && { rule: rowRule(parts, epsilon) }),
  };
  return { normalised, mean, variance, step };
}

/** [columns] of a table: first the rows at one place of all parts together, then what that makes. All rows at once would
 * be added one by one, which takes five times as long and loses a digit. */
function overRows(
  builder: GraphBuilder,
  table: Value,
  { reduce, parts }: { readonly reduce: GraphBuilder["reduceSum"]; readonly parts: number },
): Value {
  const options = { axes: [0], keepAxes: false };
  const rest = parts === 1 ? table : reduce(builder.reshape(table, [parts, -1, Number(table.shape[1])]), options);
  return reduce(rest, options);
}

function rowRule(parts: number, epsilon: number): GradientRule {
  return (context, gradient) => {
    const { builder } = context;
    const sum = (table: Value): Value => overRows(builder, table, { reduce: builder.reduceSum, parts });
    return batchStatisticsGradients(context, gradient, { epsilon, sum });
  };
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
