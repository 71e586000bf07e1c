/** @file Reads a model card from a JSON file, with one sentence for the first mistake in it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { Failure } from "../../../src-shared/domain/failure";
import { ModelCard, ModelInput } from "../../../src-shared/domain/model";

/** A field that is misspelt would be left out in silence, and the model fed wrongly: unknown ones are refused. */
const StrictCard = z.strictObject({ ...ModelCard.shape, input: z.strictObject(ModelInput.shape) });
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
  const parsed = StrictCard.safeParse(json, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new Failure("invalid-input", describeMistake(parsed.error.issues[0]!, source), { cause: parsed.error });
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
  if (issue.code === "unrecognized_keys") {
    const place = issue.path.length > 0 ? ` in ${field}` : "";
    return `The model card ${source} has the unknown field ${issue.keys.join(", ")}${place}; only known fields were expected.`;
  }
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
