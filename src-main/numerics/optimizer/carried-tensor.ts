/** @file Tensors that a graph takes in as the step before it left them. */
import { Failure } from "../../../src-shared/domain/failure";
import type { GraphBuilder, Value } from "../onnx/builder";
import type { ElementType } from "../tensor/tensor";

/** What a step answers under `output` is what the next one is given under `input`. */
export interface CarriedTensor {
  readonly input: string;
  readonly output: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** Gives the new numbers of one of the graph's inputs out, as `updated/` and its name.
 * @throws {Failure} `internal` when the two differ in type or shape, or a size is open. */
export function carryOver(builder: GraphBuilder, before: Value, after: Value): CarriedTensor {
  const { name: input, type } = before;
  const shape = before.shape.filter((size) => typeof size === "number");
  const isAlike = after.type === type && after.shape.join() === shape.join();
  if (!isAlike) {
    const found = `${after.type} [${after.shape.join(", ")}]`;
    throw new Failure("internal", `${input} would become ${found}; ${type} [${before.shape.join(", ")}] was expected.`);
  }
  const output = `updated/${input}`;
  builder.output(output, after);
  return { input, output, type, shape };
}
