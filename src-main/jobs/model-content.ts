/** @file What a look into a model file finds before it is tried: facts, conventions, and a card to start from. */
import type { ModelCard, ModelFacts, ModelInspection } from "../../src-shared/domain/model";

export interface ModelContent {
  readonly facts: ModelFacts;
  /** The likeliest first; never none. */
  readonly conventions: ModelInspection["conventions"];
  /** For a file that brings no card. */
  readonly suggestedCard: ModelCard;
  /** Files with weights beside an ONNX model, relative to its folder. */
  readonly dataFiles: readonly string[];
  /** What the model takes; absent where it takes any. */
  readonly input: { readonly channels?: 1 | 3; readonly heightPx?: number; readonly widthPx?: number };
}
