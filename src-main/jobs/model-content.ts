/** @file What a look into a model file finds before it is tried: facts, and the ways in which it may be read. */
import type { ModelCard, ModelConvention, ModelFacts } from "../../src-shared/domain/model";

/** One convention that a file allows. */
export interface ModelReading {
  readonly convention: ModelConvention;
  /** For a person, who is asked to confirm it. */
  readonly reason: string;
  /** Of the network's predictor, as far as this convention tells. */
  readonly classes?: number;
  /** For a file that brings none. */
  readonly card: ModelCard;
}

export interface ModelContent {
  /** Without what only a reading tells. */
  readonly facts: ModelFacts;
  /** The likeliest first; never none. */
  readonly readings: readonly ModelReading[];
  /** Files with weights beside an ONNX model, relative to its folder. */
  readonly dataFiles: readonly string[];
  /** What the model takes; absent where it takes any. */
  readonly input: { readonly channels?: 1 | 3; readonly heightPx?: number; readonly widthPx?: number };
}
