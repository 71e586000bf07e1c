/** @file Looks into a model file: opens it, reads its signature, and lets it answer once. */
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../../src-shared/domain/failure";
import type { ModelCard, ModelInspection } from "../../src-shared/domain/model";
import { decodeDetections } from "../detection/boxes/decode-detections";
import { prepareInput } from "../detection/preprocessing/prepare-input";
import { askDetector, type DetectorAnswer } from "./ask-detector";
import { detectorSignature, type DetectorSignature } from "./detector-signature";
import type { Session, TensorDescription } from "./runtime/session";

/** Protobuf, and so a single ONNX file, ends here. */
const MAX_MODEL_BYTES = 2 ** 31 - 1;
/** What a model of any size is tried with. */
const TRIAL_SIZE_PX = 256;
const MID_GREY = 128;

/** First bytes of files that are often taken for a model. */
const LOOKALIKES: readonly (readonly [string, string])[] = [
  ["PK\u0003\u0004", "a zip archive, as PyTorch writes its checkpoints"],
  ["\u0080\u0002", "a pickle, as old PyTorch checkpoints are"],
  ["\u0089HDF", "an HDF5 file, as Keras writes them"],
  ["version https://git-lfs", "a Git LFS pointer whose content was not fetched"],
];

/** Size in bytes of what may be a model.
 * @throws {Failure} `not-found` or `unsupported` when the file cannot be one. */
export async function requireModelFile(file: string): Promise<number> {
  const name = path.basename(file);
  const found = await stat(file).catch((cause: unknown) => {
    throw new Failure("not-found", `There is no file ${file}; an ONNX model was expected.`, { cause });
  });
  if (!found.isFile()) throw new Failure("unsupported", `${file} is not a file; an ONNX model was expected.`);
  if (found.size === 0) throw new Failure("unsupported", `${name} is empty; an ONNX model was expected.`);
  if (found.size > MAX_MODEL_BYTES) {
    throw new Failure("unsupported", `${name} has ${found.size} bytes; an ONNX file has at most ${MAX_MODEL_BYTES}.`);
  }
  const start = await readStart(file);
  const lookalike = LOOKALIKES.find(([bytes]) => start.startsWith(bytes));
  if (lookalike) throw new Failure("unsupported", `${name} is ${lookalike[1]}; an ONNX model was expected.`);
  return found.size;
}

async function readStart(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(32), 0, 32, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** @throws {Failure} `unsupported` when the card asks for another image than the graph takes. */
export function requireFit(card: ModelCard, signature: DetectorSignature, name: string): void {
  const { channels, heightPx, widthPx } = signature;
  refuseOther(name, "channels", channels, card.input.channels);
  refuseOther(name, "pixels of height", heightPx, card.input.heightPx);
  refuseOther(name, "pixels of width", widthPx, card.input.widthPx);
}

function refuseOther(name: string, what: string, taken: number | undefined, given: number | undefined): void {
  if (taken === undefined || taken === given) return;
  throw new Failure(
    "unsupported",
    `The card gives ${name} ${given ?? "any number of"} ${what}; the model takes ${taken}.`,
  );
}

/** Lets the model answer for an even grey image.
 * @throws {Failure} `unsupported` when it fails or its answer cannot be a detector's. */
export async function tryModel(
  session: Session,
  signature: DetectorSignature,
  { card, name }: { readonly card: ModelCard; readonly name: string },
): Promise<void> {
  const rows = card.input.heightPx ?? TRIAL_SIZE_PX;
  const columns = card.input.widthPx ?? TRIAL_SIZE_PX;
  const values = new Uint8Array(rows * columns).fill(MID_GREY);
  const prepared = prepareInput({ rows, columns, values }, card.input);
  const answer = await askDetector(session, signature, prepared).catch((cause: unknown) => {
    const reason = cause instanceof Failure ? cause.message : "ONNX Runtime could not compute it.";
    throw new Failure("unsupported", `${name} failed its trial run on an even grey image. ${reason}`, { cause });
  });
  requireSound(answer, name);
  decodeDetections({ ...answer, boxFormat: card.boxFormat }, { ...prepared, ...card, rows, columns });
}

function requireSound({ boxes, scores }: DetectorAnswer, name: string): void {
  const trial = `${name} answered its trial run with`;
  if (!boxes.every(Number.isFinite)) {
    throw new Failure("unsupported", `${trial} box coordinates that are no numbers; finite ones were expected.`);
  }
  const score = scores.find((value) => !(value >= 0 && value <= 1));
  if (score !== undefined) throw new Failure("unsupported", `${trial} the score ${score}; 0 to 1 was expected.`);
}

export function inspectionOf(
  session: Pick<Session, "inputs" | "outputs">,
  about: { readonly sha256: string; readonly fileBytes: number; readonly suggestedCard: ModelCard },
): ModelInspection {
  return { ...about, inputs: session.inputs.map(copyDescription), outputs: session.outputs.map(copyDescription) };
}

function copyDescription({ name, type, shape }: TensorDescription): ModelInspection["inputs"][number] {
  return { name, type, shape: [...shape] };
}

/** The signature of an open model; the device does not matter to it. */
export function signatureOf(session: Session, file: string): DetectorSignature {
  return detectorSignature(session, path.basename(file));
}
