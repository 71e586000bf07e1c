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

export interface Session {
  readonly provider: ExecutionProvider;
  /** The providers that stood before this one in the order. */
  readonly passedOver: readonly PassedOver[];
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
  readonly run: (inputs: Readonly<Record<string, TensorValue>>) => Promise<Readonly<Record<string, TensorValue>>>;
  readonly release: () => Promise<void>;
}

export interface OpenOptions {
  /** Providers that are not even tried: a probe in a process of its own saw them crash. */
  readonly ruledOut?: readonly PassedOver[];
  /** How equal values are ranked: by index, as ONNX has it and by default, or as `torch.topk` does, so that a model
   * that torch exported answers what it answered there. */
  readonly tieOrder?: "onnx" | "torch";
}

export interface SessionFactory {
  /** Opens a model file on the device that was asked for, or on the first of the order that works.
   * @throws {Failure} `unsupported` when the file is no model that ONNX Runtime can open, or the device asked for
   * does not work here. */
  readonly open: (modelFile: string, device: DeviceChoice, options?: OpenOptions) => Promise<Session>;
}
