/** @file What an operator's row in the table says: its inputs, outputs, attributes, and the rule of its shapes. */
import type { Failure } from "../../../../src-shared/domain/failure";
import type { ElementType, Tensor } from "../../tensor/tensor";
import type { Attribute, Dimension } from "../graph";

export type Shape = readonly Dimension[];

/** What is known of a tensor before anything runs. */
export interface KnownValue {
  readonly type: ElementType;
  readonly shape: Shape;
  /** Every element of a small tensor, where they are known; a text stands for a size. */
  readonly contents?: readonly Dimension[];
}

/** Either an element type, or the name of a group in `types`, all of whose tensors have one and the same. */
export interface Slot {
  readonly name: string;
  readonly type: string;
  readonly presence: "required" | "optional" | "variadic";
}

type AttributeKind = Attribute["kind"];
type AttributeValue<Kind extends AttributeKind> = Extract<Attribute, { kind: Kind }>["value"];

/** `older` attributes belong to operator sets before 18: they are read from files and not written. */
export interface AttributeDefinition<
  Kind extends AttributeKind = AttributeKind,
  Value = unknown,
  Presence extends "required" | "optional" | "defaulted" | "older" = "required" | "optional" | "defaulted" | "older",
> {
  readonly kind: Kind;
  readonly presence: Presence;
  readonly value?: Value;
  /** The texts that are allowed. */
  readonly choices?: readonly string[];
}

export type AttributeTable = Readonly<Record<string, AttributeDefinition>>;

type ValueOf<Definition> = Definition extends AttributeDefinition<AttributeKind, infer Value> ? Value : never;
type NamesWith<Table extends AttributeTable, Presence> = {
  [Name in keyof Table]: Table[Name]["presence"] extends Presence ? Name : never;
}[keyof Table];

/** What one may give when writing a node. */
export type GivenAttributes<Table extends AttributeTable> = {
  readonly [Name in NamesWith<Table, "required">]: ValueOf<Table[Name]>;
} & { readonly [Name in NamesWith<Table, "optional" | "defaulted">]?: ValueOf<Table[Name]> | undefined };

/** What one reads from a node, with defaults in their places. */
export type ReadAttributes<Table extends AttributeTable> = {
  readonly [Name in NamesWith<Table, "required" | "defaulted">]: ValueOf<Table[Name]>;
} & { readonly [Name in NamesWith<Table, "optional" | "older">]: ValueOf<Table[Name]> | undefined };

export interface RuleContext<Table extends AttributeTable = AttributeTable> {
  /** Those that are required are there; others may be missing, so ask `optional`. */
  readonly inputs: readonly KnownValue[];
  readonly optional: (index: number) => KnownValue | undefined;
  readonly attributes: ReadAttributes<Table>;
  readonly outputCount: number;
  /** A new name for a size that only the run tells. */
  readonly openSize: (output: number, axis: number) => string;
  /** The failure to throw: `found` continues the sentence "Conv conv_3 …". */
  readonly refuse: (found: string) => Failure;
}

export interface OperatorDefinition<Table extends AttributeTable = AttributeTable> {
  /** The operator set in which the operator got the form that is described. */
  readonly since: number;
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];
  /** The groups of element types that `inputs` and `outputs` name. */
  readonly types: Readonly<Record<string, readonly ElementType[]>>;
  readonly attributes: Table;
  /** One shape for each output; undefined where not even the number of axes is known. */
  shapes(context: RuleContext<Table>): readonly (Shape | undefined)[];
  /** The outputs' types where the slots do not tell them. */
  outputTypes?(context: RuleContext<Table>): readonly ElementType[];
  /** The elements of the first output where they follow from known ones; asked for small tensors only. */
  contents?(context: RuleContext<Table>): readonly Dimension[] | undefined;
}

/** Keeps the attributes' exact types for the rules. */
export function defineOperator<const Table extends AttributeTable>(
  definition: OperatorDefinition<Table>,
): OperatorDefinition<Table> {
  return definition;
}

/** A tensor that is always there. */
export function slot(name: string, type: string): Slot {
  return { name, type, presence: "required" };
}

/** A tensor that may be left out. */
export function optionalSlot(name: string, type: string): Slot {
  return { name, type, presence: "optional" };
}

/** One or more tensors, always the last slot. */
export function variadicSlot(name: string, type: string): Slot {
  return { name, type, presence: "variadic" };
}

/** A whole number, with a default or none. */
export function integer(): AttributeDefinition<"integer", number, "optional">;
/** A whole number, with a default. */
export function integer(value: number): AttributeDefinition<"integer", number, "defaulted">;
/** A whole number, with a default or none. */
export function integer(value?: number): AttributeDefinition<"integer", number> {
  return value === undefined
    ? { kind: "integer", presence: "optional" }
    : { kind: "integer", presence: "defaulted", value };
}

/** A number, with a default or none. */
export function float(): AttributeDefinition<"float", number, "optional">;
/** A number, with a default. */
export function float(value: number): AttributeDefinition<"float", number, "defaulted">;
/** A number, with a default or none. */
export function float(value?: number): AttributeDefinition<"float", number> {
  return value === undefined
    ? { kind: "float", presence: "optional" }
    : { kind: "float", presence: "defaulted", value };
}

/** Whole numbers; none is different from an empty list. */
export function integers(): AttributeDefinition<"integers", readonly number[], "optional"> {
  return { kind: "integers", presence: "optional" };
}

/** Numbers; none is different from an empty list. */
export function floats(): AttributeDefinition<"floats", readonly number[], "optional"> {
  return { kind: "floats", presence: "optional" };
}

/** A tensor that is part of the node. */
export function tensor(): AttributeDefinition<"tensor", Tensor, "optional"> {
  return { kind: "tensor", presence: "optional" };
}

/** One of a few texts; the first is the default. */
export function choice<const Text extends string>(
  ...choices: readonly [Text, ...Text[]]
): AttributeDefinition<"text", Text, "defaulted"> {
  return { kind: "text", presence: "defaulted", value: choices[0], choices };
}

/** An attribute without which the node is refused. */
export function required<Kind extends AttributeKind>(
  kind: Kind,
): AttributeDefinition<Kind, AttributeValue<Kind>, "required"> {
  return { kind, presence: "required" };
}

/** An attribute of operator sets before 18, read and not written. */
export function older<Kind extends AttributeKind>(
  kind: Kind,
): AttributeDefinition<Kind, AttributeValue<Kind>, "older"> {
  return { kind, presence: "older" };
}
