/** @file Looks into a model file of any format: whether it can be a model, what it holds, and which card fits it. */
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../../src-shared/domain/failure";
import { MODEL_CONVENTIONS, type ModelCard } from "../../src-shared/domain/model";
import { checkpointFormatOf } from "../data/models/open-checkpoint";
import { lookIntoCheckpoint } from "./look-into-checkpoint";
import { lookIntoGraph } from "./look-into-graph";
import type { ModelContent } from "./model-content";
import type { SessionFactory } from "./runtime/session";

/** Protobuf, and so a single ONNX file, ends here. */
const MAX_ONNX_BYTES = 2 ** 31 - 1;
const EXPECTED = "a checkpoint of PyTorch, a safetensors file or an ONNX model was expected";

/** First bytes of files that are often taken for a model. */
const LOOKALIKES: readonly (readonly [string, string])[] = [
  ["\u0089HDF", "an HDF5 file, as Keras writes them"],
  ["version https://git-lfs", "a Git LFS pointer whose content was not fetched"],
  ["{", "a JSON file"],
  ["<", "a web page or an XML file"],
  ["\u0089PNG", "a PNG image"],
  ["\u001f\u008b", "packed by gzip"],
];

/** Size in bytes of what may be a model.
 * @throws {Failure} `not-found` or `unsupported` when the file cannot be one. */
export async function requireModelFile(file: string): Promise<number> {
  const name = path.basename(file);
  const found = await stat(file).catch((cause: unknown) => {
    throw new Failure("not-found", `There is no file ${file}; ${EXPECTED}.`, { cause });
  });
  if (!found.isFile()) throw new Failure("unsupported", `${file} is not a file; ${EXPECTED}.`);
  if (found.size === 0) throw new Failure("unsupported", `${name} is empty; ${EXPECTED}.`);
  // Any first byte may be the length of a safetensors file's header.
  if (checkpointFormatOf(file) !== undefined) return found.size;
  const start = await readStart(file);
  const lookalike = LOOKALIKES.find(([bytes]) => start.trimStart().startsWith(bytes));
  if (lookalike) throw new Failure("unsupported", `${name} is ${lookalike[1]}; ${EXPECTED}.`);
  return found.size;
}

async function readStart(file: string): Promise<string> {
  const handle = await open(file).catch((cause: unknown) => {
    throw new Failure("not-found", `${file} cannot be read; ${EXPECTED}.`, { cause });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(32), 0, 32, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** @throws {Failure} `unsupported` in one sentence for what is no detector of a known convention. */
export async function lookIntoModel(
  { file, fileBytes }: { readonly file: string; readonly fileBytes: number },
  sessions: SessionFactory,
): Promise<ModelContent> {
  if (checkpointFormatOf(file) !== undefined) return lookIntoCheckpoint(file);
  if (fileBytes <= MAX_ONNX_BYTES) return lookIntoGraph(file, sessions);
  const found = `${path.basename(file)} has ${fileBytes} bytes and is no checkpoint`;
  throw new Failure("unsupported", `${found}; an ONNX file has at most ${MAX_ONNX_BYTES}.`);
}

/** @throws {Failure} `unsupported` when the card reads the answer of another kind of file, or asks for another image
 * than the model takes. */
export function requireFit(card: ModelCard, { facts, input }: ModelContent, name: string): void {
  const isCheckpoint = facts.format !== "onnx";
  if ((card.convention === "checkpoint") !== isCheckpoint) {
    const found = isCheckpoint ? "a checkpoint" : "an ONNX model";
    const sentence = `The card reads ${name} as “${MODEL_CONVENTIONS[card.convention]}”; it is ${found}.`;
    throw new Failure("unsupported", sentence);
  }
  refuseOther(name, "channels", input.channels, card.input.channels);
  refuseOther(name, "pixels of height", input.heightPx, card.input.heightPx);
  refuseOther(name, "pixels of width", input.widthPx, card.input.widthPx);
}

function refuseOther(name: string, what: string, taken: number | undefined, given: number | undefined): void {
  if (taken === undefined || taken === given) return;
  throw new Failure(
    "unsupported",
    `The card gives ${name} ${given ?? "any number of"} ${what}; the model takes ${taken}.`,
  );
}
