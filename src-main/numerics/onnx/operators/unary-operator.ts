/** @file The row of an operator that makes one tensor of another element by element. */
import type { ElementType } from "../../tensor/tensor";
import { slot, type AttributeTable, type OperatorDefinition } from "./define-operator";
import { sameAsFirst } from "./shape-rules";

/** `types` are those that it takes, and answers in. */
export function unary(since: number, types: readonly ElementType[]): OperatorDefinition<Record<never, never>>;
/** With attributes. */
export function unary<const Table extends AttributeTable>(
  since: number,
  types: readonly ElementType[],
  attributes: Table,
): OperatorDefinition<Table>;
/** With attributes or without. */
export function unary(
  since: number,
  types: readonly ElementType[],
  attributes: AttributeTable = {},
): OperatorDefinition {
  return {
    since,
    inputs: [slot("X", "T")],
    outputs: [slot("Y", "T")],
    types: { T: types },
    attributes,
    shapes: sameAsFirst,
  };
}
