/** @file The model card that travels within an ONNX file, as metadata. */
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelCard } from "../../../src-shared/domain/model";
import { parseModelCard } from "./read-card";

const KEY = "overread.card";
/** A project may have both. */
const SUFFIX = " (ONNX)";
/** As the schema of a card has it. */
const LONGEST_NAME = 120;

/** The card of a graph with everything inside, made from that of the checkpoint which it was exported from: what the
 * network did by itself and what was done after it are part of the graph now. */
export function cardOfExport({ network: _network, suppression: _suppression, ...card }: ModelCard): ModelCard {
  const name = `${card.name.slice(0, LONGEST_NAME - SUFFIX.length)}${SUFFIX}`;
  return { ...card, name, convention: "torchvision", boxFormat: "xyxy" };
}

/** Entries for the file. */
export function cardAsMetadata(card: ModelCard): ReadonlyMap<string, string> {
  return new Map([[KEY, JSON.stringify(card)]]);
}

/** Undefined where the file brings no card.
 * @throws {Failure} `invalid-input` for one that cannot be read. */
export function cardInMetadata(metadata: ReadonlyMap<string, string>, fileName: string): ModelCard | undefined {
  const text = metadata.get(KEY);
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Failure("invalid-input", `The model card in ${fileName} is not JSON; a JSON object was expected.`, {
      cause,
    });
  }
  return parseModelCard(json, `in ${fileName}`);
}
