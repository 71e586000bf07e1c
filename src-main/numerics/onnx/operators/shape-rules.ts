/** @file Shape rules that many operators share. */
import { fixedDifference, largerSize } from "../dimension";
import type { Dimension } from "../graph";
import type { AttributeTable, RuleContext, Shape } from "./define-operator";

/** Anything with inputs that can refuse: rules are handed contexts of different attributes. */
export type AnyContext = Pick<
  RuleContext<AttributeTable>,
  "inputs" | "optional" | "outputCount" | "openSize" | "refuse"
>;

/** The shape of the first input. */
export function sameAsFirst({ inputs }: AnyContext): readonly Shape[] {
  return [inputs[0].shape];
}

/** NumPy's broadcasting of all inputs. */
export function broadcastAll(context: AnyContext): readonly Shape[] {
  return [context.inputs.map(({ shape }) => shape).reduce((left, right) => broadcastShapes(left, right, context))];
}

/** Of two different open sizes, one must be 1 at run time, so that the larger is the answer. */
export function broadcastShapes(left: Shape, right: Shape, { refuse }: Pick<AnyContext, "refuse">): Shape {
  const rank = Math.max(left.length, right.length);
  return Array.from({ length: rank }, (_, axis) => {
    const one = left[axis - rank + left.length] ?? 1;
    const other = right[axis - rank + right.length] ?? 1;
    if (one === 1) return other;
    if (other === 1) return one;
    if (typeof one === "number" && typeof other === "number" && one !== other) {
      throw refuse(`got the shapes ${spellShape(left)} and ${spellShape(right)}, which do not broadcast`);
    }
    if (typeof one === "number" && one > 1) return one;
    if (typeof other === "number" && other > 1) return other;
    return largerSize(one, other);
  });
}

/** The size of two axes that have to be equal; a number tells more than a text. */
export function equalSize(left: Dimension, right: Dimension, complaint: () => Error): Dimension {
  if ((fixedDifference(left, right) ?? 0) !== 0) throw complaint();
  return typeof left === "number" ? left : right;
}

/** An axis counted from the front; negative ones are counted from the end. */
export function axisOf(axis: number, rank: number, { refuse }: Pick<AnyContext, "refuse">): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw refuse(`names axis ${axis} of a tensor with ${rank} axes`);
  }
  return axis < 0 ? axis + rank : axis;
}

/** The shape of an input that has to have so many axes. */
export function requireRank(context: AnyContext, index: number, rank: number): Shape {
  const { shape } = context.inputs[index];
  if (shape.length !== rank) {
    throw context.refuse(`got the shape ${spellShape(shape)} as input ${index + 1}; ${rank} axes were expected`);
  }
  return shape;
}

/** A file may say of a tensor of sizes that it has a billion of them. */
const MAX_RANK = 64;

/** A shape of which no more than the number of axes is known, if that. */
export function openShape({ openSize }: AnyContext, rank: Dimension | undefined): Shape | undefined {
  if (typeof rank !== "number" || rank > MAX_RANK) return undefined;
  return Array.from({ length: rank }, (_, axis) => openSize(0, axis));
}

/** The known whole numbers of a tensor with one axis; undefined where some of them only the run tells. */
export function knownNumbers(context: AnyContext, index: number): readonly number[] | undefined {
  const contents = context.optional(index)?.contents;
  return contents?.every((each) => typeof each === "number") ? contents : undefined;
}

/** A shape as a sentence shows it. */
export function spellShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}
