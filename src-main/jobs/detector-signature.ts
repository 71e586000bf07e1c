/** @file Which input and outputs of a graph are a detector's, as torchvision exports one. */
import { Failure } from "../../src-shared/domain/failure";
import type { TensorDescription } from "./runtime/session";

export interface DetectorSignature {
  readonly inputName: string;
  /** The input is [1, channels, height, width] instead of [channels, height, width]. */
  readonly hasBatchAxis: boolean;
  /** Absent where the graph takes any. */
  readonly channels?: 1 | 3;
  readonly heightPx?: number;
  readonly widthPx?: number;
  readonly outputNames: DetectorOutputs;
}

/** `boxes` [N, 4] float32, `labels` [N] int64 or int32, `scores` [N] float32. */
export interface DetectorOutputs {
  readonly boxes: string;
  readonly labels: string;
  readonly scores: string;
}

interface Graph {
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
}

/** @throws {Failure} `unsupported` when the graph is no detector of this convention. */
export function detectorSignature({ inputs, outputs }: Graph, fileName: string): DetectorSignature {
  const image = inputs.length === 1 ? imageInput(inputs[0]!) : undefined;
  if (!image) {
    const expected = "one float32 image [channels, height, width] with 1 or 3 channels was expected";
    throw new Failure("unsupported", `${fileName} takes ${describeAll(inputs)}; ${expected}.`);
  }
  const outputNames = outputsByName(outputs) ?? outputsByShape(outputs);
  if (!outputNames) {
    const expected = "boxes [N, 4], labels [N] and scores [N], as torchvision exports them, were expected";
    throw new Failure("unsupported", `${fileName} answers ${describeAll(outputs)}; ${expected}.`);
  }
  return { ...image, outputNames };
}

function imageInput({ name, type, shape }: TensorDescription): Omit<DetectorSignature, "outputNames"> | undefined {
  const hasBatchAxis = shape.length === 4;
  if (type !== "float32" || (shape.length !== 3 && !hasBatchAxis)) return undefined;
  if (hasBatchAxis && typeof shape[0] === "number" && shape[0] !== 1) return undefined;
  const [channels, heightPx, widthPx] = shape.slice(-3);
  if (typeof channels === "number" && channels !== 1 && channels !== 3) return undefined;
  return {
    inputName: name,
    hasBatchAxis,
    ...(typeof channels === "number" && { channels }),
    ...(typeof heightPx === "number" && { heightPx }),
    ...(typeof widthPx === "number" && { widthPx }),
  };
}

const FITS = {
  boxes: ({ type, shape }: TensorDescription) => type === "float32" && shape.length === 2 && isFourOrFree(shape[1]!),
  labels: ({ type, shape }: TensorDescription) => (type === "int64" || type === "int32") && shape.length === 1,
  scores: ({ type, shape }: TensorDescription) => type === "float32" && shape.length === 1,
} satisfies Record<keyof DetectorOutputs, (output: TensorDescription) => boolean>;

function isFourOrFree(size: number | string): boolean {
  return typeof size === "string" || size === 4;
}

/** A file may leave the shape of an output open, which reads as no dimensions at all; the trial run then decides. */
function outputsByName(outputs: readonly TensorDescription[]): DetectorOutputs | undefined {
  const names = Object.keys(FITS) as (keyof DetectorOutputs)[];
  const areThere = names.every((name) => {
    const output = outputs.find((candidate) => candidate.name === name);
    return output && (FITS[name](output) || output.shape.length === 0);
  });
  return areThere ? { boxes: "boxes", labels: "labels", scores: "scores" } : undefined;
}

function outputsByShape(outputs: readonly TensorDescription[]): DetectorOutputs | undefined {
  const only = (name: keyof DetectorOutputs): string | undefined => {
    const fitting = outputs.filter(FITS[name]);
    return fitting.length === 1 ? fitting[0]!.name : undefined;
  };
  const [boxes, labels, scores] = [only("boxes"), only("labels"), only("scores")];
  return boxes !== undefined && labels !== undefined && scores !== undefined ? { boxes, labels, scores } : undefined;
}

function describeAll(tensors: readonly TensorDescription[]): string {
  if (tensors.length === 0) return "nothing";
  return tensors.map(({ name, type, shape }) => `${name} ${type} [${shape.join(", ")}]`).join(" and ");
}
