/** @file Rules of differentiation for operators that turn blocks of places into channels, and channels into blocks. */
import type { Value } from "../../onnx/builder";
import type { GradientContext, GradientRules } from "../gradient-rule";
import { shapeFrom, sizeOf } from "./open-sizes";

export const blockRules = {
  DepthToSpace: (context, gradient) => [
    () => {
      const { builder, attributes, shapeLikeInput } = context;
      const [deep] = builder.apply("SpaceToDepth", [gradient], { blocksize: attributes.blocksize });
      return shapeLikeInput(attributes.mode === "DCR" ? deep : byChannel(context, deep), 0);
    },
  ],
  SpaceToDepth: ({ builder, attributes: { blocksize }, shapeLikeInput }, gradient) => [
    () => shapeLikeInput(builder.apply("DepthToSpace", [gradient], { blocksize })[0], 0),
  ],
} satisfies GradientRules;

/** All places of a block side by side, for one channel after the other. */
function byChannel({ builder, attributes }: GradientContext<"DepthToSpace">, deep: Value): Value {
  const sizeAlong = (axis: number) => sizeOf(builder, deep, axis);
  const sizes = [sizeAlong(0), attributes.blocksize ** 2, -1, sizeAlong(2), sizeAlong(3)];
  return builder.transpose(builder.reshapeTo(deep, shapeFrom(builder, sizes)), [0, 2, 1, 3, 4]);
}
