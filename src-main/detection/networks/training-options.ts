/** @file What the graphs of any network that learns are built by. */
import type { UpdateSettings } from "../../numerics/optimizer/add-updates";
import type { LevelShape } from "./frozen-features";
import type { TrainableOptions } from "./trainable-builder";

export interface BatchShape {
  readonly images: number;
  /** Of the padded images: multiples of 32. */
  readonly height: number;
  readonly width: number;
}

export interface TrainingOptions extends TrainableOptions {
  readonly batch: BatchShape;
  /** Absent: gradients are added to their sums, for an update of several batches together. */
  readonly update?: UpdateSettings | undefined;
  /** For heads that learn alone, of each level of the pyramid: the network begins there, at inputs `level{l}`. */
  readonly levels?: readonly LevelShape[] | undefined;
}
