/** @file Checks one node against its operator's row and tells what its outputs will be. */
import { Failure, type FailureCode } from "../../../src-shared/domain/failure";
import { ELEMENT_TYPES, type ElementType } from "../tensor/tensor";
import { canonicalSize, productOfSizes } from "./dimension";
import type { Attribute, Dimension } from "./graph";
import { attributesOf, definitionOf, type OperatorName } from "./operators";
import type { KnownValue, OperatorDefinition, RuleContext, Shape, Slot } from "./operators/define-operator";
import { spellShape } from "./operators/shape-rules";
import { MAX_KNOWN_ELEMENTS } from "./tensor-elements";

export interface NodeToInfer {
  readonly operator: OperatorName;
  readonly name: string;
  /** Undefined where an optional input is left out. */
  readonly inputs: readonly (KnownInput | undefined)[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A shape may be unknown in a graph that was read from a file. */
export interface KnownInput extends Omit<KnownValue, "shape"> {
  readonly shape?: Shape;
}

/** As `KnownInput`; the type is missing where it follows from a type that is not known. */
export type InferredOutput = KnownInput;

/** One answer for each output.
 * @throws {Failure} with `code`, naming operator and node, what was found and what was expected. */
export function inferNode(node: NodeToInfer, code: FailureCode): readonly InferredOutput[] {
  const definition = definitionOf(node.operator);
  const refuse = (found: string): Failure => new Failure(code, `${node.operator} ${node.name} ${found}.`);
  requireInputs(node, definition, refuse);
  requireAttributes(node, definition, refuse);
  const groups = matchTypes(node, definition, refuse);
  const inputs = node.inputs;
  const context: RuleContext = {
    inputs: inputs as readonly KnownValue[],
    optional: (index) => inputs[index] as KnownValue | undefined,
    attributes: attributesOf(node.operator, node.attributes) as RuleContext["attributes"],
    outputCount: node.outputs.length,
    openSize: (output, axis) => `${node.outputs[output]}.${axis}`.replaceAll(/[^\w.]/g, "_").replace(/^(?=\d)/, "_"),
    refuse,
  };
  const types = outputTypes(node, { definition, context, groups });
  if (inputs.some((input) => input && !input.shape)) return types.map((type) => ({ type }));
  const shapes = definition.shapes(context).map((shape) => shape && requireSizes(shape, refuse));
  const contents = contentsOf(definition, context, types[0]);
  return types.map((type, index) => describe(type, shapes[index], index === 0 ? contents : undefined));
}

/** The slot of an input or output; the last one stands for all further ones when it is variadic. */
export function slotAt(slots: readonly Slot[], index: number): Slot | undefined {
  const last = slots.at(-1);
  return slots[index] ?? (last?.presence === "variadic" ? last : undefined);
}

type Refuse = RuleContext["refuse"];

function requireInputs({ inputs, outputs }: NodeToInfer, definition: OperatorDefinition, refuse: Refuse): void {
  if (inputs.length > 0 && !slotAt(definition.inputs, inputs.length - 1)) {
    throw refuse(`got ${inputs.length} inputs; at most ${definition.inputs.length} were expected`);
  }
  const missing = definition.inputs.find(({ presence }, index) => presence !== "optional" && !inputs[index]);
  if (missing) throw refuse(`got no input ${missing.name}, which it needs`);
  if (outputs.length === 0 || !slotAt(definition.outputs, outputs.length - 1)) {
    throw refuse(`has ${outputs.length} outputs; ${definition.outputs.length} were expected`);
  }
}

function requireAttributes({ attributes }: NodeToInfer, definition: OperatorDefinition, refuse: Refuse): void {
  for (const [name, { kind, presence, choices }] of Object.entries(definition.attributes)) {
    const given = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (!given && presence === "required") throw refuse(`has no attribute ${name}, which it needs`);
    if (given && given.kind !== kind) throw refuse(`has ${name} of kind ${given.kind}; ${kind} was expected`);
    if (given?.kind === "text" && choices && !choices.includes(given.value)) {
      throw refuse(`has ${name} "${given.value}"; one of ${choices.join(", ")} was expected`);
    }
  }
  const unknown = Object.keys(attributes).find((name) => !Object.hasOwn(definition.attributes, name));
  if (unknown !== undefined) throw refuse(`has an attribute ${unknown}, which it does not know`);
}

/** The element type of each group. */
function matchTypes(
  { inputs }: NodeToInfer,
  definition: OperatorDefinition,
  refuse: Refuse,
): ReadonlyMap<string, ElementType> {
  const groups = new Map<string, ElementType>();
  for (const [index, input] of inputs.entries()) {
    const slot = slotAt(definition.inputs, index);
    if (!input || !slot) continue;
    const allowed = definition.types[slot.type] ?? [slot.type];
    const settled = groups.get(slot.type);
    const isFitting = settled === undefined ? allowed.some((type) => type === input.type) : settled === input.type;
    if (!isFitting) {
      throw refuse(`got ${input.type} as input ${slot.name}; ${settled ?? allowed.join(" or ")} was expected`);
    }
    groups.set(slot.type, input.type);
  }
  return groups;
}

interface Matched {
  readonly definition: OperatorDefinition;
  readonly context: RuleContext;
  readonly groups: ReadonlyMap<string, ElementType>;
}

function outputTypes({ outputs }: NodeToInfer, { definition, context, groups }: Matched): readonly ElementType[] {
  const told = definition.outputTypes?.(context);
  return outputs.map((_, index) => {
    const slot = slotAt(definition.outputs, index);
    const type = told?.[index] ?? groups.get(slot?.type ?? "") ?? ELEMENT_TYPES.find((each) => each === slot?.type);
    if (!type) throw context.refuse(`does not tell the type of its output ${index + 1}`);
    return type;
  });
}

/** Numbers of a file may be anything; sizes are whole and not negative. */
function requireSizes(shape: Shape, refuse: Refuse): Shape {
  const isShape = shape.every((size) => typeof size === "string" || (Number.isSafeInteger(size) && size >= 0));
  if (!isShape) throw refuse(`would answer with the shape ${spellShape(shape)}`);
  return shape.map(canonicalSize);
}

function contentsOf(
  definition: OperatorDefinition,
  context: RuleContext,
  type: ElementType,
): readonly Dimension[] | undefined {
  const contents = definition.contents?.(context);
  if (!contents || contents.length > MAX_KNOWN_ELEMENTS) return undefined;
  const rounded = contents.map((each) => roundTo(type, each));
  return rounded.every((each) => each !== undefined) ? rounded : undefined;
}

/** The element as the run will hold it; undefined where that is not followed. */
function roundTo(type: ElementType, element: Dimension): Dimension | undefined {
  if (typeof element === "string" || type === "float64") return element;
  if (type === "float32") return Math.fround(element);
  const isKept =
    Number.isSafeInteger(element) && Math.abs(element) < 2 ** 31 && (element >= 0 || type.startsWith("int"));
  return isKept && !type.includes("float") ? element : undefined;
}

function describe(
  type: ElementType,
  shape: Shape | undefined,
  contents: readonly Dimension[] | undefined,
): InferredOutput {
  const isWhole = shape && contents && productOfSizes(shape) === contents.length;
  return { type, ...(shape && { shape }), ...(isWhole && { contents }) };
}
