/** @file A network of torchvision with its weights, before and after it is opened on a device. */
import type { ExecutionProvider, Precision } from "../../../src-shared/domain/device";
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelCard } from "../../../src-shared/domain/model";
import type { GridSize } from "../../detection/boxes/anchors";
import type { FoundBoxes } from "../../detection/boxes/found-boxes";
import { boxesInInput, type FittedImage } from "../../detection/preprocessing/fit-to-network";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import type { DetectorArchitecture } from "../../detection/networks/architecture";
import type { CompleteNetworkSettings } from "../../detection/networks/network-settings";
import type { Parameters } from "../../detection/networks/parameters";
import { encodeModel } from "../../numerics/onnx/encode-model";
import type { Graph } from "../../numerics/onnx/graph";
import { openSession } from "../runtime/open-session";
import type { KeepingSession } from "../runtime/session";
import { refuseWrongConvolutions } from "../runtime/wrong-convolutions";
import type { Answer } from "./answer-tensors";
import type { Detector, DetectorAnswer } from "./detector";

export interface WeightedNetwork<Architecture extends DetectorArchitecture> {
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  readonly settings: CompleteNetworkSettings;
  readonly card: ModelCard;
  readonly precision: Precision;
}

export type OpenNetwork = Pick<Detector, "detect" | "takePlacement" | "release">;

export interface NetworkPlace {
  readonly provider: ExecutionProvider;
  readonly isRecorded: boolean;
  /** See `OpenSessionOptions`. */
  readonly takesTurns?: boolean;
  readonly isSparing?: boolean;
  readonly isUnplanned?: boolean;
  readonly keeps?: readonly string[] | undefined;
}

/** Builds a graph, hands it to ONNX Runtime and lets go of it, so that its weights are held once when this is done.
 * Errors are the library's own, or a `WrongOnProvider`. */
export async function openGraph(build: () => Graph, { provider, ...options }: NetworkPlace): Promise<KeepingSession> {
  return openSession(await encodeFor(provider, build()), provider, options);
}

/** A graph tells the shapes of weights that move, or that follow from others; its file does not. */
async function encodeFor(provider: ExecutionProvider, graph: Graph): Promise<Uint8Array> {
  if (provider === "webgpu") await refuseWrongConvolutions(graph);
  return encodeModel(graph);
}

/** float32 values of an output that the graph is built with, not copied.
 * @throws {Failure} `unsupported` where one is NaN: it is no score, and an image would seem to show nothing. */
export function floatsOf(answer: Answer, name: string): Float32Array {
  const values = answer[name]!.data as Float32Array;
  for (let index = 0; index < values.length; index++) {
    if (values[index] === values[index]) continue;
    const sentence = `The network answered NaN in ${name}; its numbers grow beyond what its precision holds.`;
    throw new Failure("unsupported", sentence);
  }
  return values;
}

/** Detections in pixels of the network's image, brought to those of its input. */
export function answerInInput(found: FoundBoxes, fitted: FittedImage, { shape }: PreparedInput): DetectorAnswer {
  return { ...found, boxes: boxesInInput(found.boxes, fitted, shape), boxFormat: "xyxy" };
}

/** Size of the feature map behind an output [1, channels, h, w]. */
export function gridOf(answer: Answer, name: string): GridSize {
  const [, , gridHeight, gridWidth] = answer[name]!.shape;
  return { gridHeight: gridHeight!, gridWidth: gridWidth! };
}
