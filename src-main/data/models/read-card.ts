/** @file Reads a model card from a JSON file, with one sentence for the first mistake in it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { Failure } from "../../../src-shared/domain/failure";
import { ModelCard } from "../../../src-shared/domain/model";

const MAX_CARD_BYTES = 1 << 20;

/** @throws {Failure} `not-found`, or `invalid-input` that names the field, what it holds and what was expected. */
export async function readCardFile(file: string): Promise<ModelCard> {
  const text = await readText(file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Failure("invalid-input", `The model card ${file} is not JSON; a JSON object was expected.`, { cause });
  }
  return parseModelCard(json, path.basename(file));
}

/** `source` names the card in the sentence of a refusal.
 * @throws {Failure} `invalid-input` */
export function parseModelCard(json: unknown, source: string): ModelCard {
  const parsed = ModelCard.safeParse(json, { reportInput: true });
  if (!parsed.success) {
    throw new Failure("invalid-input", describeMistake(parsed.error.issues[0]!, source), { cause: parsed.error });
  }
  const unknown = unknownField(json, ModelCard);
  if (unknown === undefined) return parsed.data;
  const sentence = `The model card ${source} has the unknown field ${unknown}; only known fields were expected.`;
  throw new Failure("invalid-input", sentence);
}

/** A field that is misspelt would be left out in silence, and the model fed wrongly: unknown ones are refused, however
 * deep they lie. */
function unknownField(value: unknown, schema: z.core.$ZodType, place = ""): string | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return unknownField(value, schema.unwrap(), place);
  }
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return firstOf(value, (item, index) => unknownField(item, schema.element, join(place, index)));
  }
  if (!(schema instanceof z.ZodObject) || typeof value !== "object" || value === null) return undefined;
  return firstOf(Object.entries(value), ([name, inner]) => {
    const field = schema.shape[name] as z.core.$ZodType | undefined;
    return field ? unknownField(inner, field, join(place, name)) : join(place, name);
  });
}

function join(place: string, name: string | number): string {
  return place === "" ? String(name) : `${place}.${name}`;
}

function firstOf<Item, Found>(
  items: readonly Item[],
  look: (item: Item, index: number) => Found | undefined,
): Found | undefined {
  for (const [index, item] of items.entries()) {
    const found = look(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function readText(file: string): Promise<string> {
  try {
    const text = await readFile(file, "utf8");
    if (text.length <= MAX_CARD_BYTES) return text;
  } catch (cause) {
    throw new Failure("not-found", `The model card ${file} cannot be read; a JSON file was expected.`, { cause });
  }
  throw new Failure("invalid-input", `The model card ${file} is larger than 1 MB; a short JSON object was expected.`);
}

function describeMistake(issue: z.core.$ZodIssue, source: string): string {
  const field = issue.path.length > 0 ? `the field ${issue.path.join(".")}` : "the card as a whole";
  const found = issue.input === undefined ? "nothing" : shorten(JSON.stringify(issue.input) ?? typeof issue.input);
  return `The model card ${source} has ${found} in ${field}; ${expectation(issue)}.`;
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value")
    return `${issue.values.map((value) => JSON.stringify(value)).join(" or ")} was expected`;
  if (issue.code === "invalid_type") return `${issue.expected} was expected`;
  const [first = "", ...rest] = issue.message;
  return `expected otherwise: ${first.toLowerCase()}${rest.join("")}`;
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
