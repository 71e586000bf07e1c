/** @file Opens a graph on one execution provider, without any choosing. */
import { availableParallelism } from "node:os";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { loadOrt } from "./load-ort";
import { startRecording } from "./profile-recorder";
import { isKept, keep, keepsTensors, tensorOf } from "./kept-tensors";
import type { KeepingSession, KeptAnswer, SessionInput, TensorDescription, TensorValue } from "./session";
import { refuseWrongConvolutions } from "./wrong-convolutions";

export interface OpenSessionOptions {
  /** Whether another session runs in turn with this one: its threads then give the cores up as soon as they wait,
   * instead of looking out for more work for a while. */
  readonly takesTurns?: boolean;
  /** Whether memory goes back to the system after each run, instead of being kept for the next as it was at its most. */
  readonly isSparing?: boolean;
  /** Whether memory is planned for each tensor by itself: a plan for all of them together, made of a run before, costs a
   * training graph half as much again in time and memory. */
  readonly isUnplanned?: boolean;
  /** Whether the session notes which provider computes each node, which costs a little time: see `takePlacement`. */
  readonly isRecorded?: boolean;
  /** Outputs that stay on the device, where that can be: see `runKeeping`. A session that has some is run so alone. */
  readonly keeps?: readonly string[] | undefined;
}

/** `model` is a file or the bytes of one. Errors are the library's own, or a `WrongOnProvider`. */
export async function openSession(
  model: string | Uint8Array,
  provider: ExecutionProvider,
  {
    takesTurns = false,
    isSparing = false,
    isUnplanned = false,
    isRecorded = false,
    keeps = [],
  }: OpenSessionOptions = {},
): Promise<KeepingSession> {
  const ort = await loadOrt();
  if (provider === "webgpu") await refuseWrongConvolutions(model);
  const recorder = isRecorded ? await startRecording(provider) : undefined;
  const options: InferenceSession.SessionOptions = {
    executionProviders: [provider],
    graphOptimizationLevel: "all",
    // Branches of a detector's graph side by side took twice as long as one after another.
    executionMode: "sequential",
    intraOpNumThreads: availableParallelism(),
    logSeverityLevel: 4,
    enableCpuMemArena: !isSparing,
    enableMemPattern: !isUnplanned,
    ...(takesTurns && { extra: { session: { intra_op: { allow_spinning: "0" } } } }),
    ...(keepsTensors(provider) && {
      preferredOutputLocation: Object.fromEntries(keeps.map((name) => [name, ON_DEVICE])),
    }),
    ...recorder?.options,
  };
  const session = await create(ort, model, options).catch(async (error: unknown) => {
    await recorder?.discard();
    throw error;
  });
  const run = runnerOf(ort, session);
  return {
    provider,
    inputs: session.inputMetadata.map(describe),
    outputs: session.outputMetadata.map(describe),
    run: async (inputs, into) => (await run(inputs, into)).answer,
    runKeeping: run,
    takePlacement: async () => recorder?.take(session),
    release: async () => {
      await session.release();
      await recorder?.discard();
    },
  };
}

function runnerOf(
  { Tensor }: Awaited<ReturnType<typeof loadOrt>>,
  session: InferenceSession,
): KeepingSession["runKeeping"] {
  const toTensor = (value: SessionInput): Tensor =>
    isKept(value) ? tensorOf(value) : readable(new Tensor(value.type, value.data as never, [...value.shape]));
  return async (inputs, into) => {
    const feeds = mapValues(inputs, toTensor);
    if (!into) return sorted(await session.run(feeds));
    const fetches = session.outputNames.map((name) => [name, into[name] ? toTensor(into[name]) : null]);
    return sorted(await session.run(feeds, Object.fromEntries(fetches)));
  };
}

/** The library makes Float16Arrays of half floats, where Node has them; its own binding reads them as bits alone, with
 * onnxruntime-node 1.30.0. */
function readable(tensor: Tensor): Tensor {
  if (tensor.type !== "float16") return tensor;
  const { buffer, byteOffset, byteLength } = tensor.data as unknown as Uint16Array;
  return Object.defineProperty(tensor, "data", { value: new Uint16Array(buffer, byteOffset, byteLength / 2) });
}

/** ONNX Runtime's word for it. */
const ON_DEVICE = "gpu-buffer";

/** By where they lie. */
function sorted(answers: Readonly<Record<string, Tensor>>): KeptAnswer {
  const entries = Object.entries(answers);
  const onDevice = entries.filter(([, { location }]) => location === ON_DEVICE);
  const others = entries.filter(([, { location }]) => location !== ON_DEVICE);
  return {
    answer: Object.fromEntries(others.map(([name, tensor]) => [name, valueOf(tensor)])),
    kept: Object.fromEntries(onDevice.map(([name, tensor]) => [name, keep(tensor)])),
  };
}

/** The two overloads of the library's `create` differ only in the type of the first argument. */
async function create(
  { InferenceSession }: Awaited<ReturnType<typeof loadOrt>>,
  model: string | Uint8Array,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  return typeof model === "string" ? InferenceSession.create(model, options) : InferenceSession.create(model, options);
}

function describe(metadata: InferenceSession.ValueMetadata): TensorDescription {
  if (!metadata.isTensor) return { name: metadata.name, type: "not a tensor", shape: [] };
  return { name: metadata.name, type: metadata.type, shape: metadata.shape };
}

/** Types beyond those of `TensorValue` are kept as they are named: whoever reads a model's answer checks them. */
function valueOf(tensor: Tensor): TensorValue {
  return { type: tensor.type, shape: tensor.dims, data: tensor.data } as TensorValue;
}

function mapValues<From, To>(values: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
