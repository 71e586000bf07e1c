/** @file Operators that turn blocks of places into channels, and channels into blocks. Tensors are [images, channels,
 * rows, columns]. */
import { divideSizesDown, multiplySizes } from "../dimension";
import type { Dimension } from "../graph";
import { choice, defineOperator, required, slot, type RuleContext } from "./define-operator";
import { ANY } from "./element-groups";
import { requireRank, spellShape } from "./shape-rules";

export const blockOperators = {
  /** Of `DCR`, channels are counted block by block; of `CRD`, as torch's pixel_shuffle takes them, the places of a block
   * are neighbours. */
  DepthToSpace: defineOperator({
    since: 13,
    inputs: [slot("input", "T")],
    outputs: [slot("output", "T")],
    types: { T: ANY },
    attributes: { blocksize: required("integer"), mode: choice("DCR", "CRD") },
    shapes(context) {
      const [images, channels, rows, columns] = requireRank(context, 0, 4);
      const side = blockSide(context);
      const left = divided(channels, side * side, context);
      return [[images, left, multiplySizes(rows, side), multiplySizes(columns, side)]];
    },
  }),

  SpaceToDepth: defineOperator({
    since: 13,
    inputs: [slot("input", "T")],
    outputs: [slot("output", "T")],
    types: { T: ANY },
    attributes: { blocksize: required("integer") },
    shapes(context) {
      const [images, channels, rows, columns] = requireRank(context, 0, 4);
      const side = blockSide(context);
      const [down, across] = [divided(rows, side, context), divided(columns, side, context)];
      return [[images, multiplySizes(channels, side * side), down, across]];
    },
  }),
};

interface BlockContext extends Pick<RuleContext, "inputs" | "refuse"> {
  readonly attributes: { readonly blocksize: number };
}

function blockSide({ attributes: { blocksize }, refuse }: BlockContext): number {
  if (!Number.isInteger(blocksize) || blocksize < 1) throw refuse(`has blocks of side ${blocksize}`);
  return blocksize;
}

function divided(size: Dimension, parts: number, { inputs, refuse }: BlockContext): Dimension {
  if (typeof size === "number" && size % parts !== 0) {
    throw refuse(`divides ${size} of ${spellShape(inputs[0].shape)} into ${parts}`);
  }
  return divideSizesDown(size, parts);
}
