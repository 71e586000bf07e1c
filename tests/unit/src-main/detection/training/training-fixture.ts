/** @file What torchvision made of some reference boxes, and graphs that are asked for the same losses. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import { generateAnchors } from "../../../../../src-main/detection/boxes/anchors";
import type { AnchorLevels } from "../../../../../src-main/detection/training/anchor-planes";
import { backward } from "../../../../../src-main/numerics/autodiff/backward";
import { passOf } from "../../../../../src-main/numerics/autodiff/forward-pass";
import { GraphBuilder, type Value } from "../../../../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";
import { readFixture, readFloats, type PackedArray } from "../../../../builders/read-arrays";

interface GradientOf<Key extends string> {
  readonly gradients: Readonly<Record<Key, readonly PackedArray[]>>;
}

interface TargetsFixture {
  readonly image: readonly [height: number, width: number];
  readonly grids: readonly (readonly [height: number, width: number])[];
  readonly sizes: readonly (readonly number[])[];
  readonly ratios: readonly (readonly number[])[];
  readonly boxes: readonly (readonly (readonly number[])[])[];
  readonly labels: readonly (readonly number[])[];
  readonly rpn: GradientOf<"objectness" | "deltas"> & {
    readonly objectness: readonly PackedArray[];
    readonly deltas: readonly PackedArray[];
    /** 1 for reference boxes, 0 for background, -1 for what is left out. */
    readonly labels: readonly PackedArray[];
    readonly losses: readonly [objectness: number, deltas: number];
  };
  readonly roi: {
    readonly proposals: readonly PackedArray[];
    readonly regions: readonly PackedArray[];
    readonly labels: readonly PackedArray[];
    readonly logits: PackedArray;
    readonly deltas: PackedArray;
    readonly losses: readonly [classes: number, deltas: number];
    readonly gradients: { readonly logits: PackedArray; readonly deltas: PackedArray };
  };
  readonly retinanet: {
    readonly logits: readonly PackedArray[];
    readonly deltas: readonly PackedArray[];
    readonly matches: readonly PackedArray[];
    readonly focal: LossWithGradients;
    readonly boxes: { readonly l1: LossWithGradients; readonly giou: LossWithGradients };
  };
}

interface LossWithGradients {
  readonly loss: number;
  readonly gradients: readonly PackedArray[];
}

export const fixture = readFixture<TargetsFixture>("training/targets.json");

export const ALL = 1_000_000;

export function fixtureAnchors(): AnchorLevels {
  const [imageHeight, imageWidth] = fixture.image;
  const grids = fixture.grids.map(([gridHeight, gridWidth]) => ({ gridHeight, gridWidth }));
  const kinds = fixture.sizes.map((sizesPx, level) => ({
    sizesPx: [...sizesPx],
    aspectRatios: [...fixture.ratios[level]!],
  }));
  return { grids, anchors: generateAnchors(grids, { imageHeight, imageWidth, anchors: kinds }) };
}

export function referenceBoxes(image: number): Float32Array {
  return Float32Array.from(fixture.boxes[image]!.flat());
}

/** `shift` is added to the labels, which count from 1. */
export function referenceLabels(image: number, shift = 0): Int32Array {
  return Int32Array.from(fixture.labels[image]!, (label) => label + shift);
}

/** One tensor that goes into a graph. */
export interface Fed {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export function fed(packed: PackedArray): Fed {
  return { shape: packed.shape, data: readFloats(packed) };
}

export function sum(graph: GraphBuilder, values: readonly Value[]): Value {
  return values.reduce(graph.add);
}

/** On ONNX Runtime: the loss that `build` makes of its inputs, and its gradients by the first `differentiated` of them. */
export async function askLoss(
  inputs: readonly Fed[],
  differentiated: number,
  build: (graph: GraphBuilder, values: readonly Value[]) => Value,
): Promise<{ readonly loss: number; readonly gradients: readonly Float32Array[] }> {
  const graph = new GraphBuilder("loss");
  const values = inputs.map(({ shape }, index) => graph.input(`x${index}`, "float32", shape));
  const loss = build(graph, values);
  const wanted = values.slice(0, differentiated).map(({ name }) => name);
  const gradients = backward(graph, passOf(graph), new Map([[loss.name, graph.floats(1)]]), wanted);
  graph.output("loss", loss);
  for (const [name, gradient] of gradients) graph.output(`gradient of ${name}`, gradient);
  const session = await InferenceSession.create(encodeModel(graph.toGraph()), { intraOpNumThreads: 1 });
  try {
    const feeds = inputs.map(({ shape, data }, index) => [`x${index}`, new Tensor(data, shape)] as const);
    const answers = await session.run(Object.fromEntries(feeds));
    const data = (name: string): Float32Array => answers[name]!.data as Float32Array;
    return { loss: data("loss")[0]!, gradients: wanted.map((name) => data(`gradient of ${name}`)) };
  } finally {
    await session.release();
  }
}

/** Relative to the largest of the expected numbers. */
export function largestDifference(found: readonly Float32Array[], expected: readonly PackedArray[]): number {
  const numbers = found.flatMap((each) => [...each]);
  const wanted = expected.flatMap((each) => [...readFloats(each)]);
  if (numbers.length !== wanted.length) return Infinity;
  const scale = Math.max(...wanted.map(Math.abs));
  return Math.max(...numbers.map((each, index) => Math.abs(each - wanted[index]!))) / scale;
}
