/** @file Runs an imported graph and writes down tensors from its inside, opening it anew when more of them are wanted. */
import { readFile } from "node:fs/promises";
import { Failure } from "../../../src-shared/domain/failure";
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { addOutputs, sizesOutput, tensorOutput } from "../../numerics/onnx/add-outputs";
import { readModel } from "../../numerics/onnx/onnx-model";
import type { ElementType } from "../../numerics/tensor/tensor";
import type { Answer } from "../detectors/answer-tensors";
import type { GraphFamily } from "../detectors/graph-detector";
import type { Logger } from "../job";
import { openSession } from "../runtime/open-session";
import { openTorchOrdered } from "../runtime/open-torch-ordered";
import type { Session, TensorValue } from "../runtime/session";

/** Names of tensors of the graph. */
export interface Wanted {
  readonly tensors: readonly string[];
  readonly sizesOf: readonly string[];
}

/** What one run was given and what was written down of it. */
export interface Recording {
  readonly inputs: Answer;
  readonly answer: Answer;
}

export interface RecorderPlace {
  readonly provider: ExecutionProvider;
  readonly log: Logger;
}

/** The element type of a tensor of the graph. */
export type TypeOf = (name: string) => ElementType | undefined;

export class ForwardRecorder {
  readonly #model: RecordedModel;
  readonly place: RecorderPlace;
  #tensors: ReadonlySet<string> = new Set();
  #sizesOf: ReadonlySet<string> = new Set();
  /** What the file's own graph takes and answers. */
  readonly ends: Pick<Session, "inputs" | "outputs">;
  #session: Session;

  private constructor(model: RecordedModel, place: RecorderPlace, session: Session) {
    this.#model = model;
    this.place = place;
    this.#session = session;
    this.ends = { inputs: session.inputs, outputs: session.outputs };
  }

  /** Errors are the library's own. */
  static async open(model: RecordedModel, place: RecorderPlace): Promise<ForwardRecorder> {
    return new ForwardRecorder(model, place, await openOn(model, place, { tensors: [], sizesOf: [] }));
  }

  async run(inputs: Answer): Promise<Recording> {
    return { inputs, answer: await this.#session.run(inputs) };
  }

  /** The recording itself where it holds all that is wanted, else that of another run on the same inputs. */
  async complete(recording: Recording, wanted: Wanted): Promise<Recording> {
    const isComplete =
      wanted.tensors.every((name) => tensorOf(recording, name)) &&
      wanted.sizesOf.every((name) => recording.answer[sizesOutput(name)]);
    if (isComplete) return recording;
    await this.#extend(wanted, recording);
    return this.run(recording.inputs);
  }

  async release(): Promise<void> {
    await this.#session.release();
  }

  async #extend(wanted: Wanted, { inputs }: Recording): Promise<void> {
    const tensors = new Set([...this.#tensors, ...wanted.tensors.filter((name) => !(name in inputs))]);
    const sized = new Set([...this.#sizesOf, ...wanted.sizesOf]);
    if (tensors.size === this.#tensors.size && sized.size === this.#sizesOf.size) return;
    const next = await openOn(this.#model, this.place, { tensors: [...tensors], sizesOf: [...sized] });
    await this.#session.release();
    this.#session = next;
    this.#tensors = tensors;
    this.#sizesOf = sized;
  }
}

/** A tensor that was written down, or given to the run.
 * @returns undefined where it was neither */
export function tensorOf({ inputs, answer }: Recording, name: string): TensorValue | undefined {
  return answer[tensorOutput(name)] ?? inputs[name];
}

/** @returns undefined where they were not asked for */
export function sizesOf({ answer }: Recording, name: string): readonly number[] | undefined {
  const sizes = answer[sizesOutput(name)];
  return sizes && Array.from(sizes.data, Number);
}

export interface RecordedModel {
  /** An absolute path, or the bytes of a file. */
  readonly content: string | Uint8Array;
  readonly family: GraphFamily;
  readonly typeOf: TypeOf;
}

/** Those that the Node binding of ONNX Runtime takes back as it answered them. */
const PASSED = new Set<ElementType>(["float32", "int64", "int32", "uint8", "bool"]);

async function openOn(
  { content, family, typeOf }: RecordedModel,
  { provider, log }: RecorderPlace,
  wanted: Wanted,
): Promise<Session> {
  const isPlain = wanted.tensors.length === 0 && wanted.sizesOf.length === 0;
  const model = isPlain ? content : withOutputs(await bytesOf(content), wanted, typeOf);
  return family.isTorchOrdered ? openTorchOrdered(model, provider, { log }) : openSession(model, provider);
}

function withOutputs(bytes: Uint8Array, { tensors, sizesOf: sized }: Wanted, typeOf: TypeOf): Uint8Array {
  for (const name of tensors) {
    // Of an unknown operator's answer the type is not known either; a gradient takes it for float32.
    const type = typeOf(name) ?? "float32";
    if (PASSED.has(type)) continue;
    throw new Failure("unsupported", `The model's tensor ${name} is ${type}; gradients go through float32 alone.`);
  }
  return addOutputs(readModel(bytes), {
    tensors: tensors.filter((name) => typeOf(name) !== "bool"),
    truths: tensors.filter((name) => typeOf(name) === "bool"),
    sizesOf: sized,
  });
}

async function bytesOf(content: string | Uint8Array): Promise<Uint8Array> {
  return typeof content === "string" ? readFile(content) : content;
}
