/** @file A model made ready on a device: an image's tensor in, boxes out, whatever the file and its convention. */
import type { ModelCard } from "../../../src-shared/domain/model";
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import type { PassedOver } from "../runtime/session";

/** Boxes in pixels of the input tensor, in the card's box format; N rows, in falling score where the model sorts. */
export interface DetectorAnswer {
  /** [N, 4] */
  readonly boxes: Float32Array;
  /** [N] */
  readonly scores: Float32Array;
  /** [N], class numbers as the card's labels name them. */
  readonly labels: BigInt64Array | Int32Array;
}

/** How many of a graph's nodes each provider computes, and which operators fell back to the CPU. */
export interface NodePlacement {
  readonly nodes: Readonly<Partial<Record<ExecutionProvider, number>>>;
  /** Names of operators with their number, of nodes that the provider asked for left to the CPU. */
  readonly fallenBack: Readonly<Record<string, number>>;
}

export interface Detector {
  readonly card: ModelCard;
  readonly provider: ExecutionProvider;
  /** The providers that stood before this one in the order, each with its reason. */
  readonly passedOver: readonly PassedOver[];
  /** @throws {Failure} `unsupported` when the model fails on this input, or answers what no detector answers. */
  readonly detect: (input: PreparedInput) => Promise<DetectorAnswer>;
  readonly release: () => Promise<void>;
}
