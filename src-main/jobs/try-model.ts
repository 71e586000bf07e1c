/** @file Lets a model answer once, so that what is registered has run. */
import path from "node:path";
import { Failure } from "../../src-shared/domain/failure";
import type { ModelCard } from "../../src-shared/domain/model";
import { decodeDetections } from "../detection/boxes/decode-detections";
import { prepareInput } from "../detection/preprocessing/prepare-input";
import type { Detector, DetectorAnswer, DetectorContext } from "./detectors/detector";
import { openDetector } from "./detectors/open-detector";
import type { TensorDescription } from "./runtime/session";

/** What a model of any size is tried with. */
const TRIAL_SIZE_PX = 256;
const MID_GREY = 128;

export interface ModelEnds {
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
}

export interface ModelToTry {
  /** Absolute; the copy, where the file is to be registered. */
  readonly file: string;
  /** What the person calls it. */
  readonly name: string;
  readonly card: ModelCard;
}

/** Whether a file is a detector does not depend on the device, and every machine has a CPU.
 * @throws {Failure} `unsupported` when the model cannot be opened, fails, or its answer cannot be a detector's. */
export async function tryModel(model: ModelToTry, context: DetectorContext): Promise<ModelEnds> {
  const detector = await openNamed(model, context);
  try {
    await answerOnce(detector, model);
    return { inputs: detector.inputs, outputs: detector.outputs };
  } finally {
    await detector.release();
  }
}

async function openNamed({ file, name, card }: ModelToTry, context: DetectorContext): Promise<Detector> {
  try {
    return await openDetector({ file, name, card, device: "cpu", precision: "single" }, context);
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    // The person knows the file that they chose, not the copy.
    const sentence = withOperatorNamed(thrown).replaceAll(path.basename(file), name);
    // A card that does not fit is no fault of the file.
    const isOfFile = thrown.code === "unsupported" && !sentence.includes(name);
    const told = isOfFile ? `${name} cannot be opened: ${withinSentence(sentence)}.` : sentence;
    throw new Failure(thrown.code, told, { cause: thrown });
  }
}

/** ONNX Runtime names the operator that it lacks; the sentence for people does not. */
function withOperatorNamed({ message, cause }: Failure): string {
  const said = cause instanceof Error ? cause.message : "";
  const operator =
    /No Op registered for (\S+)/.exec(said)?.[1] ?? /(\S+) is not a registered function\/op/.exec(said)?.[1];
  return operator === undefined
    ? message
    : message.replace("it uses an operator that", `it uses the operator ${operator}, which`);
}

/** For an even grey image. */
async function answerOnce(detector: Detector, { card, name }: ModelToTry): Promise<void> {
  const rows = card.input.heightPx ?? TRIAL_SIZE_PX;
  const columns = card.input.widthPx ?? TRIAL_SIZE_PX;
  const values = new Uint8Array(rows * columns).fill(MID_GREY);
  const prepared = prepareInput({ rows, columns, values }, card.input);
  try {
    const answer = await detector.detect(prepared);
    requireSound(answer, name);
    decodeDetections(answer, { ...prepared, ...card, rows, columns });
  } catch (cause) {
    const reason = cause instanceof Failure ? cause.message : "ONNX Runtime could not compute it.";
    if (reason.startsWith(name)) throw cause;
    const sentence = `${name} failed its trial run on an even grey image: ${withinSentence(reason)}.`;
    throw new Failure("unsupported", sentence, { cause });
  }
}

/** What begins with a name in capitals keeps them. */
function withinSentence(sentence: string): string {
  return sentence.replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase()).replace(/\.$/, "");
}

function requireSound({ boxes, scores }: DetectorAnswer, name: string): void {
  const trial = `${name} answered its trial run with`;
  if (!boxes.every(Number.isFinite)) {
    throw new Failure("unsupported", `${trial} box coordinates that are no numbers; finite ones were expected.`);
  }
  const score = scores.find((value) => !(value >= 0 && value <= 1));
  if (score !== undefined) throw new Failure("unsupported", `${trial} the score ${score}; 0 to 1 was expected.`);
}
