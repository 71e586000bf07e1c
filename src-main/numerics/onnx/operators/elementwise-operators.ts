/** @file Operators that treat each element by itself, of one tensor or of several that broadcast. */
import { ELEMENT_TYPES, type ElementType } from "../../tensor/tensor";
import {
  addSizes,
  divideSizesDown,
  fixedDifference,
  largerSize,
  multiplySizes,
  smallerSize,
  subtractSizes,
} from "../dimension";
import { ONNX_ELEMENT_TYPES } from "../element-types";
import type { Dimension } from "../graph";
import {
  defineOperator,
  optionalSlot,
  required,
  slot,
  variadicSlot,
  type AttributeTable,
  type KnownValue,
  type OperatorDefinition,
  type RuleContext,
} from "./define-operator";
import { ANY, FLOATS, LOGICAL, NUMBERS, SIGNED } from "./element-groups";
import { broadcastAll, sameAsFirst } from "./shape-rules";
import { unary } from "./unary-operator";

export const elementwiseOperators = {
  Erf: unary(13, NUMBERS),
  Exp: unary(13, FLOATS),
  Log: unary(13, FLOATS),
  Sin: unary(7, FLOATS),
  Cos: unary(7, FLOATS),
  Atan: unary(7, FLOATS),
  Sqrt: unary(13, FLOATS),
  Reciprocal: unary(13, FLOATS),
  Abs: unary(13, NUMBERS),
  Sign: unary(13, NUMBERS),
  Not: unary(1, LOGICAL),
  Neg: followed(unary(13, SIGNED), (each) => subtractSizes(0, each)),
  Floor: followed(unary(13, FLOATS), (each) => (typeof each === "number" ? Math.floor(each) : each)),
  Ceil: followed(unary(13, FLOATS), (each) => (typeof each === "number" ? Math.ceil(each) : each)),
  Identity: followed(unary(16, ANY), (each) => each),
  Add: arithmetic(14, addSizes),
  Sub: arithmetic(14, subtractSizes),
  Mul: arithmetic(14, multiplySizes),
  Div: arithmetic(14, divideContents),
  Max: followedTwo(amongAll("max", NUMBERS), largerSize),
  Min: followedTwo(amongAll("min", NUMBERS), smallerSize),
  Sum: followedTwo(amongAll("sum", FLOATS), addSizes),
  Mean: amongAll("mean", FLOATS),

  /** The exponent may be of another type; the answer is of the base's. */
  Pow: defineOperator({
    since: 15,
    inputs: [slot("X", "T"), slot("Y", "T1")],
    outputs: [slot("Z", "T")],
    types: { T: [...FLOATS, "int32", "int64"], T1: NUMBERS },
    attributes: {},
    shapes: broadcastAll,
  }),

  Equal: followedTwo(comparison(13, ANY), areEqual),
  Greater: comparison(13, NUMBERS),
  Less: comparison(13, NUMBERS),
  GreaterOrEqual: comparison(16, NUMBERS),
  LessOrEqual: comparison(16, NUMBERS),
  And: comparison(7, LOGICAL),
  Or: comparison(7, LOGICAL),

  Where: defineOperator({
    since: 16,
    inputs: [slot("condition", "bool"), slot("X", "T"), slot("Y", "T")],
    outputs: [slot("output", "T")],
    types: { T: ANY },
    attributes: {},
    shapes: broadcastAll,
    contents({ inputs: [chosen, left, right] }) {
      const pairs = pairUp(left, right);
      const isSameLength = pairs !== undefined && chosen.contents?.length === pairs.length;
      return isSameLength ? chosen.contents?.map((isLeft, index) => pairs[index][isLeft === 0 ? 1 : 0]) : undefined;
    },
  }),

  Clip: defineOperator({
    since: 13,
    inputs: [slot("input", "T"), optionalSlot("min", "T"), optionalSlot("max", "T")],
    outputs: [slot("output", "T")],
    types: { T: NUMBERS },
    attributes: {},
    shapes: sameAsFirst,
  }),

  /** `to` is ONNX's number for the type. */
  Cast: defineOperator({
    since: 13,
    inputs: [slot("input", "T1")],
    outputs: [slot("output", "T2")],
    types: { T1: ANY, T2: ANY },
    attributes: { to: required("integer") },
    shapes: sameAsFirst,
    outputTypes: ({ attributes, refuse }) => [elementTypeOf(attributes.to, refuse)],
    contents({ inputs: [{ contents }], attributes, refuse }) {
      const type = elementTypeOf(attributes.to, refuse);
      if (type === "bool") return undefined;
      const isFloat = (FLOATS as readonly ElementType[]).includes(type);
      if (isFloat) return contents?.map((each) => rounded(each, type) ?? each);
      return contents?.map((each) => (typeof each === "number" ? Math.trunc(each) : each));
    },
  }),
};

function elementTypeOf(number: number, refuse: RuleContext["refuse"]): ElementType {
  const [found] = [...ONNX_ELEMENT_TYPES].find(([, each]) => each === number) ?? [];
  const type = ELEMENT_TYPES.find((each) => each === found);
  if (!type) throw refuse(`casts to ONNX's element type ${number}, which is none of numbers`);
  return type;
}

function binary(
  since: number,
  types: readonly ElementType[],
  answer: "T" | "bool",
): OperatorDefinition<Record<never, never>> {
  return {
    since,
    inputs: [slot("A", "T"), slot("B", "T")],
    outputs: [slot("C", answer)],
    types: { T: types },
    attributes: {},
    shapes: broadcastAll,
  };
}

function arithmetic(since: number, combine: Combine): OperatorDefinition<Record<never, never>> {
  return followedTwo(binary(since, NUMBERS, "T"), combine);
}

function comparison(since: number, types: readonly ElementType[]): OperatorDefinition<Record<never, never>> {
  return binary(since, types, "bool");
}

/** Of any number of tensors. */
function amongAll(answer: string, types: readonly ElementType[]): OperatorDefinition<Record<never, never>> {
  return {
    since: 13,
    inputs: [variadicSlot("data_0", "T")],
    outputs: [slot(answer, "T")],
    types: { T: types },
    attributes: {},
    shapes: broadcastAll,
  };
}

/** Undefined where only the run tells. */
type Combine = (left: Dimension, right: Dimension, type: ElementType) => Dimension | undefined;

/** The operator, whose answer follows from its known elements. */
function followed<Table extends AttributeTable>(
  definition: OperatorDefinition<Table>,
  change: (each: Dimension) => Dimension,
): OperatorDefinition<Table> {
  return { ...definition, contents: ({ inputs: [{ contents }] }) => contents?.map(change) };
}

function followedTwo<Table extends AttributeTable>(
  definition: OperatorDefinition<Table>,
  combine: Combine,
): OperatorDefinition<Table> {
  return {
    ...definition,
    contents({ inputs }) {
      const [left, right] = inputs;
      if (inputs.length !== 2) return undefined;
      const combined = pairUp(left, right)?.map(([one, other]) =>
        canCombine(one, other) ? rounded(combine(one, other, left.type), left.type) : undefined,
      );
      return combined?.every((each) => each !== undefined) ? combined : undefined;
    },
  };
}

/** Elements that meet when two tensors with at most one axis broadcast. */
function pairUp(left: KnownValue, right: KnownValue): readonly (readonly [Dimension, Dimension])[] | undefined {
  const [one, other] = [left.contents, right.contents];
  if (!one || !other || left.shape.length > 1 || right.shape.length > 1) return undefined;
  const length = one.length === 1 ? other.length : one.length;
  if (other.length !== 1 && other.length !== length) return undefined;
  const at = (elements: readonly Dimension[], index: number): Dimension => elements[elements.length === 1 ? 0 : index];
  return Array.from({ length }, (_, index) => [at(one, index), at(other, index)]);
}

/** A size that is floored tells single precision from double: 1,500 ⋅ (800 / 1,500) is 799 or 800. */
function rounded(each: Dimension | undefined, type: ElementType): Dimension | undefined {
  return typeof each === "number" && type === "float32" ? Math.fround(each) : each;
}

/** Formulas have whole coefficients. */
function canCombine(left: Dimension, right: Dimension): boolean {
  const areNumbers = typeof left === "number" && typeof right === "number";
  return areNumbers || [left, right].every((each) => typeof each === "string" || Number.isInteger(each));
}

/** ONNX divides whole numbers towards zero. */
function divideContents(left: Dimension, right: Dimension, type: ElementType): Dimension | undefined {
  if (right === 0) return undefined;
  const isWhole = type.startsWith("int") || type.startsWith("uint");
  if (typeof left === "number" && typeof right === "number") return isWhole ? Math.trunc(left / right) : left / right;
  const isNeverNegative = [left, right].every((each) => !String(each).includes("-"));
  return isWhole && isNeverNegative ? divideSizesDown(left, right) : undefined;
}

function areEqual(left: Dimension, right: Dimension): Dimension | undefined {
  const apart = fixedDifference(left, right);
  if (apart !== undefined) return Number(apart === 0);
  // What has no minus is a size, and never below zero.
  const [formula, number] = typeof left === "string" ? [left, right] : [right, left];
  return typeof number === "number" && number < 0 && !String(formula).includes("-") ? 0 : undefined;
}
