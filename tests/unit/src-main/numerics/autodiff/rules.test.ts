/** @file Holds every rule of differentiation to central differences on random nodes, with known and with open sizes. */
import fc, { type GeneratorValue } from "fast-check";
import { expect, test } from "vitest";
import { rules, stopsGradients } from "../../../../../src-main/numerics/autodiff/rules";
import { ONNX_ELEMENT_TYPES } from "../../../../../src-main/numerics/onnx/element-types";
import type { Dimension } from "../../../../../src-main/numerics/onnx/graph";
import { toReference } from "../../../../../src-main/numerics/onnx/interpreter/reference-tensor";
import { operators, type OperatorName } from "../../../../../src-main/numerics/onnx/operators";
import { drawNode, type DrawnNode } from "../../../../builders/arbitrary-nodes";
import {
  checkGradient,
  checkGradientOnRuntime,
  type GradientCase,
  type GradientInput,
} from "../../../../builders/check-gradient";
import type { DrawnInput } from "../../../../builders/draw-tensors";

const NAMES = Object.keys(rules) as OperatorName[];

/** How the sizes of inputs are told to the graph: as they are, each by a name of its own, or equal ones by one name. */
type Naming = (input: number, axis: number, size: number) => Dimension;
const NAMINGS: Readonly<Record<string, Naming>> = {
  fixed: (_input, _axis, size) => size,
  "open, each its own": (input, axis) => `size${input}_${axis}`,
  "open, equal ones shared": (_input, _axis, size) => (size === 1 ? 1 : `n${size}`),
};

test.each(NAMES)("the gradient of %s is that of central differences", (operator) => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(NAMINGS)), fc.gen(), (naming, generator) => {
      expect(checkGradient(drawCase(operator, generator, NAMINGS[naming]!))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test.each(NAMES)("ONNX Runtime computes the gradient of %s as the reference does", async (operator) => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(NAMINGS)), fc.gen(), async (naming, generator) => {
      expect(await checkGradientOnRuntime(drawCase(operator, generator, NAMINGS[naming]!))).toEqual([]);
    }),
    { numRuns: 8 },
  );
});

test("every operator of the table has a rule, or is one that gradients stop at", () => {
  const missing = (Object.keys(operators) as OperatorName[]).filter(
    (operator) => !Object.hasOwn(rules, operator) && !stopsGradients(nodeOf(operator)),
  );
  expect(missing).toEqual([]);
});

test("no operator both has a rule and stops gradients", () => {
  expect(NAMES.filter((operator) => stopsGradients(nodeOf(operator)))).toEqual([]);
});

/** Inputs whose sizes decide how many axes the answer has. */
const DECIDING: ReadonlySet<string> = new Set(["Conv 1", "ConvTranspose 1", "GatherND 1", "ScatterND 1", "Squeeze 0"]);
/** Places and scales of sampling, which the rules take for given. */
const TAKEN_FOR_GIVEN: ReadonlySet<string> = new Set(["RoiAlign 1", "Resize 1", "Resize 2"]);

function drawCase(operator: OperatorName, generator: GeneratorValue, naming: Naming): GradientCase {
  const node = drawNode(operator, generator);
  fc.pre(!isLeftOut(node.attributes) && !isMiscounted(node));
  const places = node.inputs.flatMap((input, index) => (input ? [index] : []));
  // Pads that a node leaves to the run are refused where sizes are open.
  const needsSizes = String(node.attributes["auto_pad"]).startsWith("SAME");
  // ONNX Runtime's shape inference counts a last window that its own kernel does not: one that begins behind the image.
  const open = node.attributes["ceil_mode"] === 1 ? NAMINGS["open, each its own"]! : naming;
  const inputs = places.map((index): GradientInput => {
    const nameOf = needsSizes || DECIDING.has(`${operator} ${index}`) ? NAMINGS["fixed"]! : open;
    return inputOf(node.inputs[index]!, {
      index,
      nameOf,
      isConstant: TAKEN_FOR_GIVEN.has(`${operator} ${index}`),
    });
  });
  return {
    inputs,
    build: (builder, values) => {
      const given = node.inputs.map((_, index) => values[places.indexOf(index)]);
      return builder.apply(operator, given, node.attributes as never, node.outputs);
    },
  };
}

/** Forms that no detector has been seen to need, and whose gradients are refused in a sentence; and casts to float16,
 * which the Node binding of ONNX Runtime 1.30 cannot be fed. */
function isLeftOut({ mode, reduction, to }: DrawnNode["attributes"]): boolean {
  if (to === ONNX_ELEMENT_TYPES.get("float16")) return true;
  return ["edge", "reflect", "max"].includes(String(mode)) || ["mul", "max", "min"].includes(String(reduction));
}

/** Where the last window of a pool would begin behind the image, ONNX's own inference of shapes counts it, and ONNX
 * Runtime, which does not, refuses the graph that says so. */
function isMiscounted({ attributes, inputs }: DrawnNode): boolean {
  if (attributes["ceil_mode"] !== 1) return false;
  const listed = (name: string): readonly number[] | undefined => attributes[name] as readonly number[] | undefined;
  const sizes = inputs[0]!.tensor.shape.slice(2);
  return sizes.some((size, axis) => {
    const before = listed("pads")?.[axis] ?? 0;
    const behind = listed("pads")?.[axis + sizes.length] ?? 0;
    const reach = (listed("kernel_shape")![axis]! - 1) * (listed("dilations")?.[axis] ?? 1) + 1;
    const stride = listed("strides")![axis]!;
    return Math.ceil((before + size + behind - reach) / stride) * stride >= before + size;
  });
}

function inputOf(
  { tensor, isConstant }: DrawnInput,
  given: { readonly index: number; readonly nameOf: Naming; readonly isConstant: boolean },
): GradientInput {
  const exact = toReference(tensor);
  if (isConstant || given.isConstant) return { tensor: exact, isConstant: true };
  const declared = exact.shape.map((size, axis) => given.nameOf(given.index, axis, size));
  if (exact.type !== "float32") return { tensor: exact, declared };
  // Quarters lie on kinks, and two of them are often equal: between them, no step reaches either.
  const apart = exact.data.map((value, place) => value + 0.013 + 0.0007 * place + 0.0003 * given.index);
  return { tensor: { ...exact, data: apart }, declared };
}

function nodeOf(operator: string): Parameters<typeof stopsGradients>[0] {
  return { name: "", operator, domain: "", inputs: [], outputs: ["answer"], attributes: {} };
}
