/** @file ONNX Runtime behind one interface, so that nothing else knows which provider runs a graph. */
import type { DeviceChoice, ExecutionProvider } from "../../../src-shared/domain/device";

export type TensorData = Float32Array | Int32Array | BigInt64Array | Uint8Array;

/** A dense tensor, row-major. */
export interface TensorValue {
  readonly type: "float32" | "int32" | "int64" | "uint8";
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** Name, element type and shape of a graph's input or output; a text stands for a dimension that is not fixed. */
export interface TensorDescription {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/** A provider that "auto" did not take, and why in one sentence. */
export interface PassedOver {
  readonly provider: ExecutionProvider;
  readonly reason: string;
}

/** How many of a graph's nodes each provider computed, and which operators fell back to the CPU. */
export interface NodePlacement {
  readonly nodes: Readonly<Partial<Record<ExecutionProvider, number>>>;
  /** Names of operators with their number, of nodes that the provider asked for left to the CPU. */
  readonly fallenBack: Readonly<Record<string, number>>;
}

/** A tensor that stays on the device where it was computed. Sessions there take it, until it is released. */
export interface KeptTensor {
  readonly type: string;
  readonly shape: readonly number[];
  /** Gives its memory back; once is enough, and more do no harm. */
  readonly release: () => void;
}

export type SessionInput = TensorValue | KeptTensor;

export interface Session {
  readonly provider: ExecutionProvider;
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
  /** Outputs that are named in `into` are written there, where they have the shape that the run gives them: memory that is
   * used again needs no collecting. */
  readonly run: (
    inputs: Readonly<Record<string, TensorValue>>,
    into?: Readonly<Record<string, TensorValue>>,
  ) => Promise<Readonly<Record<string, TensorValue>>>;
  /** Where the nodes of the runs so far were computed, and an end to the recording; undefined where the session was
   * opened without one, or nothing has run, or it was asked before. */
  readonly takePlacement: () => Promise<NodePlacement | undefined>;
  readonly release: () => Promise<void>;
}

/** A session that may leave answers where they are. */
export interface KeepingSession extends Session {
  /** As `run`; outputs that were to be kept stand apart, where the device can keep them, and else among the others. */
  readonly runKeeping: (
    inputs: Readonly<Record<string, SessionInput>>,
    into?: Readonly<Record<string, TensorValue>>,
  ) => Promise<KeptAnswer>;
}

export interface KeptAnswer {
  readonly answer: Readonly<Record<string, TensorValue>>;
  readonly kept: Readonly<Record<string, KeptTensor>>;
}

/** A model while a device is chosen for it. */
export interface ModelToPlace {
  /** What refusals call it: the name of its file. */
  readonly name: string;
  /** Providers that are not even tried: a probe in a process of its own saw them crash. */
  readonly ruledOut?: readonly PassedOver[];
}

export interface Placed<Opened> {
  readonly opened: Opened;
  readonly provider: ExecutionProvider;
  /** The providers that stood before this one in the order, each with its reason. */
  readonly passedOver: readonly PassedOver[];
}

export interface SessionFactory {
  /** Calls `openOn` with the device that was asked for, or with those of the order that work here until one opens the
   * model, however many sessions that takes. A `Failure` of `openOn` is about the model, so that no other device is
   * tried.
   * @throws {Failure} `unsupported` when the model is none that ONNX Runtime can open, or the device asked for does
   * not work here. */
  readonly choose: <Opened>(
    device: DeviceChoice,
    model: ModelToPlace,
    openOn: (provider: ExecutionProvider) => Promise<Opened>,
  ) => Promise<Placed<Opened>>;
}
