/** @file The gradient of sampling regions of a feature map: products of matrices, since the mean of bilinear samples on a
 * grid is one sum along rows and one along columns. Nothing is scattered.
 * @see He et al., Mask R-CNN, arXiv:1703.06870, section 3 */
import type { GraphBuilder, Value } from "../../onnx/builder";
import type { GradientContext, GradientRules } from "../gradient-rule";
import { elementNumbers } from "./interpolation-weights";
import { inputSize, shapeFrom, type Size } from "./open-sizes";
import { regionWeights } from "./region-weights";

/** Regions are taken for given, as in torchvision. */
export const roiAlignRules = {
  RoiAlign: (context, gradient) => [
    () => {
      const { builder, attributes, refuse, inputType } = context;
      if (attributes.mode !== "avg") throw refuse(`is not known for the mode ${attributes.mode}`);
      const [rows, columns] = [
        regionWeights(context, { axis: 1, bins: attributes.output_height, size: inputSize(context, 0, 2) }),
        regionWeights(context, { axis: 0, bins: attributes.output_width, size: inputSize(context, 0, 3) }),
      ].map((weights) => builder.cast(weights, inputType(0)));
      return giveBack(context, gradient, { rows: ofImages(context, rows), columns });
    },
  ],
} satisfies GradientRules;

type RoiAlignContext = GradientContext<"RoiAlign">;

interface Weights {
  /** [regions · output height, images · height], 0 for images that a region does not belong to. */
  readonly rows: Value;
  /** [regions, output width, width]. */
  readonly columns: Value;
}

/** More at a time would need memory for regions × output height × channels × width. */
const CHANNELS_AT_A_TIME = 64;

function ofImages(context: RoiAlignContext, rows: Value): Value {
  const { builder, input } = context;
  const images = inputSize(context, 0, 0);
  if (images === 1) return builder.flatten(rows, 2);
  const isOwn = builder.equal(builder.unsqueeze(input(2), [1]), elementNumbers(builder, images, "int64"));
  const own = builder.unsqueeze(builder.cast(isOwn, rows.type), [1, 3]);
  return builder.flatten(builder.mul(builder.unsqueeze(rows, [2]), own), 2);
}

/** [images, channels, height, width]. */
function giveBack(context: RoiAlignContext, gradient: Value, weights: Weights): Value {
  const { builder } = context;
  const [, channels] = gradient.shape;
  const spread = { ...weights, columns: builder.unsqueeze(weights.columns, [1]) };
  const rowsFirst = builder.transpose(gradient, [0, 2, 1, 3]);
  if (typeof channels !== "number") {
    return giveBackChannels(context, rowsFirst, { ...spread, channels: inputSize(context, 0, 1) });
  }
  const counts = Array.from({ length: Math.ceil(channels / CHANNELS_AT_A_TIME) }, (_, part) =>
    Math.min(CHANNELS_AT_A_TIME, channels - part * CHANNELS_AT_A_TIME),
  );
  const parts = counts.length > 1 ? builder.split(rowsFirst, counts, 2) : [rowsFirst];
  const maps = parts.map((part, at) => giveBackChannels(context, part, { ...spread, channels: counts[at] }));
  return maps.length > 1 ? builder.concat(maps, 1) : maps[0];
}

/** `gradient` is [regions, output height, channels, output width]. */
function giveBackChannels(
  context: RoiAlignContext,
  gradient: Value,
  { rows, columns, channels }: Weights & { readonly channels: Size },
): Value {
  const { builder } = context;
  const spread = builder.flatten(builder.matMul(gradient, columns), 2);
  const summed = builder.gemm(rows, spread, { transposeA: true });
  const planes = builder.reshapeTo(summed, shapeFrom(builder, [0, channels, -1]));
  return toImages(builder, planes, inputSize(context, 0, 0));
}

/** [images, channels, height, width] of [images · height, channels, width]. */
function toImages(builder: GraphBuilder, planes: Value, images: Size): Value {
  if (images === 1) return builder.unsqueeze(builder.transpose(planes, [1, 0, 2]), [0]);
  const imagesLast = builder.transpose(planes, [1, 2, 0]);
  return builder.transpose(builder.reshapeTo(imagesLast, shapeFrom(builder, [0, 0, images, -1])), [2, 0, 3, 1]);
}
