/** @file Every procedure has payloads that its schemas accept and payloads that they refuse. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { getEventIteratorSchemaDetails, isContractProcedure, type AnySchema } from "@orpc/contract";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { contract } from "../../src-shared/contract/contract";

const ACCEPTED = fileURLToPath(new URL("../fixtures/wire/", import.meta.url));
const REFUSED = fileURLToPath(new URL("../fixtures/wire-negative/", import.meta.url));

interface NamedProcedure {
  readonly name: string;
  readonly input: AnySchema | undefined;
  readonly output: AnySchema;
}

const PROCEDURES: readonly NamedProcedure[] = Object.entries(contract).flatMap(([topic, procedures]) =>
  Object.entries(procedures).map(([name, procedure]) => {
    const { inputSchema, outputSchema } = procedure["~orpc"];
    if (!outputSchema) throw new Error(`${topic}.${name} says nothing about its output.`);
    return { name: `${topic}.${name}`, input: inputSchema, output: outputSchema };
  }),
);

const Accepted = z.object({ input: z.unknown().optional(), output: z.unknown() });
const Refused = z
  .array(z.object({ why: z.string().min(1), input: z.unknown().optional(), output: z.unknown().optional() }))
  .min(1);

describe.each(PROCEDURES)("$name", ({ name, input, output }) => {
  test("accepts its payload and hands it on unchanged", async () => {
    const payload = Accepted.parse(readFixture(ACCEPTED, name));
    expect("input" in payload).toBe(input !== undefined);
    if (input) expect(await accepted(input, payload.input)).toEqual(payload.input);
    for (const value of valuesOf(output, payload.output))
      expect(await accepted(elementOf(output), value)).toEqual(value);
  });

  test("refuses what does not fit", async () => {
    for (const { why, ...payload } of Refused.parse(readFixture(REFUSED, name))) {
      const isInput = "input" in payload;
      expect(isInput || "output" in payload, why).toBe(true);
      const schema = isInput ? input : elementOf(output);
      if (!schema) throw new Error(`${name} has no input to refuse.`);
      const values = isInput ? [payload.input] : valuesOf(output, payload.output);
      for (const value of values) expect(await isAccepted(schema, value), why).toBe(false);
    }
  });
});

test("every procedure is part of a contract, and no payload belongs to none", () => {
  const names = PROCEDURES.map(({ name }) => `${name}.json`).toSorted();
  expect(Object.values(contract).every((topic) => Object.values(topic).every(isContractProcedure))).toBe(true);
  expect(readdirSync(ACCEPTED).toSorted()).toEqual(names);
  expect(readdirSync(REFUSED).toSorted()).toEqual(names);
});

function readFixture(folder: string, name: string): unknown {
  const file = `${folder}${name}.json`;
  if (!existsSync(file)) throw new Error(`The procedure ${name} has no payload ${file}; add one.`);
  return JSON.parse(readFileSync(file, "utf8"));
}

/** A stream of events has one payload for each event. */
function valuesOf(output: AnySchema, payload: unknown): readonly unknown[] {
  return getEventIteratorSchemaDetails(output) ? z.array(z.unknown()).parse(payload) : [payload];
}

function elementOf(output: AnySchema): AnySchema {
  return getEventIteratorSchemaDetails(output)?.yields ?? output;
}

async function accepted(schema: AnySchema, value: unknown): Promise<unknown> {
  const result = await schema["~standard"].validate(value);
  if (result.issues) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

async function isAccepted(schema: AnySchema, value: unknown): Promise<boolean> {
  return !(await schema["~standard"].validate(value)).issues;
}
