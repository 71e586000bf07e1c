/** @file The shape of a service: one method for each procedure of its topic. */
import type { ContractProcedure, ErrorMap, InferSchemaInput, InferSchemaOutput, Meta, AnySchema } from "@orpc/contract";

/** Methods take what the contract's schema made of the input, and answer what its output schema accepts. */
export type ServiceOf<Topic> = {
  readonly [Name in keyof Topic]: Topic[Name] extends ContractProcedure<
    infer Input extends AnySchema,
    infer Output extends AnySchema,
    ErrorMap,
    Meta
  >
    ? (input: InferSchemaOutput<Input>, signal?: AbortSignal) => Promise<InferSchemaInput<Output>>
    : never;
};
