/** @file A model made ready to say where it looked: one forward pass on an image, then gradients of its scores. */
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import type { ExplainableLayer } from "../../../src-shared/domain/explanation";
import type { ModelCard } from "../../../src-shared/domain/model";
import type { LayerView } from "../../detection/explanation/layer-view";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import type { DetectorAnswer, DetectorContext, DetectorSource } from "../detectors/detector";
import type { PassedOver } from "../runtime/session";

/** Every box of every class that the model had an opinion of, before score floor and suppression, in no order. */
export interface Candidates {
  /** [N, 4] (x1, y1, x2, y2) in pixels of the prepared input. */
  readonly boxes: Float32Array;
  /** [N] */
  readonly scores: Float32Array;
  /** [N], class numbers as the card's labels name them. */
  readonly labels: Int32Array;
}

export interface Look {
  /** What `Detector.detect` answers for the same image. */
  readonly answer: DetectorAnswer;
  /** [rows of the answer] the candidate that each came from. */
  readonly sources: Int32Array;
  readonly candidates: Candidates;
  /** What the candidates stand for whatever the weights are: regions, or places of anchors. It means something to the
   * explainer's own family alone, by `LookOptions.pinnedTo`; absent where candidates are the same in every look. */
  readonly regions?: Float32Array | Int32Array;
  /** The gradient of the sum of these candidates' scores with respect to each layer, and the layer's activation. One
   * walk back serves all layers.
   * @throws {Failure} `unsupported` in one sentence where the candidates do not depend on a layer, or an operator has no
   * gradient; `invalid-input` for a layer that the model does not have, or without candidates. */
  readonly gradients: (
    candidates: readonly number[],
    layers: readonly string[],
  ) => Promise<ReadonlyMap<string, LayerView>>;
}

export interface LookOptions {
  /** Candidate i then stands for the same region or place as candidate i of that look, which was another explainer's
   * of the same family: the one that this was made from by drawing weights anew. */
  readonly pinnedTo?: Look;
}

export interface Explainer {
  readonly card: ModelCard;
  readonly provider: ExecutionProvider;
  /** The providers that stood before this one in the order, each with its reason. */
  readonly passedOver: readonly PassedOver[];
  /** From the input to the output. */
  readonly layers: readonly ExplainableLayer[];
  /** Names of up to four of the layers, from the input to the output. */
  readonly suggestedLayers: readonly string[];
  /** One forward pass. What it keeps for the way back is memory of JavaScript alone, and gone with the look.
   * @throws {Failure} as `Detector.detect` does. */
  readonly look: (input: PreparedInput, options?: LookOptions) => Promise<Look>;
  /** Names of what may be drawn anew, from the output down; none where that cannot be done. */
  readonly parts: readonly string[];
  /** The same network with the weights of all parts from the output down to this one drawn anew: the numbers of each
   * tensor permuted, so that their distribution stays.
   * @throws {Failure} `invalid-input` for a part that is none of `parts`. */
  readonly scrambled: (part: string, seed: number) => Promise<Explainer>;
  readonly release: () => Promise<void>;
}

/** Opens one family of models for explaining.
 * @throws {Failure} in one sentence about the file, or about the device that was asked for. */
export type ExplainerOpener = (source: DetectorSource, context: DetectorContext) => Promise<Explainer>;
