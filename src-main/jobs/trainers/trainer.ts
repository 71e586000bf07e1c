/** @file A network made ready to learn on a device: a batch of images with their boxes in, losses out, weights moved. */
import type { Precision } from "../../../src-shared/domain/device";
import type { TrainingConfig } from "../../../src-shared/domain/training";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import type { LabelledBoxes } from "../../detection/training/labelled-boxes";
import type { TargetSettings } from "../../detection/training/rpn-targets";
import type { Tensor } from "../../numerics/tensor/tensor";
import type { Detector, DetectorContext, DetectorSource } from "../detectors/detector";

/** What a training's configuration says of its network, and what tests may say beyond it. */
export interface TrainerSettings extends Pick<
  TrainingConfig,
  | "optimizer"
  | "clipNorm"
  | "accumulate"
  | "trainableBackboneLayers"
  | "batchNorm"
  | "scope"
  | "regionsPerImage"
  | "seed"
> {
  readonly precision: Precision;
  /** Draws all weights anew by the seed: the checkpoint tells the network alone. */
  readonly isFromScratch?: boolean | undefined;
  /** Of most steps, so that their graphs can be opened before the first; 1 where it is left out. */
  readonly batchSize?: number | undefined;
  /** torchvision's where they are left out. */
  readonly sampling?: Sampling | undefined;
}

export interface Sampling {
  readonly proposalTargets?: TargetSettings | undefined;
  readonly regionTargets?: TargetSettings | undefined;
  /** Candidates of each level before suppression, and proposals after it. */
  readonly candidatesPerLevel?: number | undefined;
  readonly proposals?: number | undefined;
}

/** Boxes [G, 4] in pixels of the prepared input; labels as the checkpoint numbers them, 0 being background. */
export interface TrainingImage extends LabelledBoxes {
  readonly input: PreparedInput;
}

export interface StepPlace {
  /** Draws the samples, together with the seed of the settings; from 0 or 1 on, but no number twice. */
  readonly stepNumber: number;
  readonly learningRate: number;
  /** Whether weights move; gradients are added up until then. True at every step where none are added up. */
  readonly isUpdate: boolean;
}

export interface StepAnswer {
  /** By torchvision's names: loss_classifier, loss_box_reg, … Their sum is what is made smaller. */
  readonly losses: Readonly<Record<string, number>>;
  /** Of all gradients together, before it is clipped; absent without an update. Where it or a loss is not finite, weights
   * and what the optimiser remembers stay as they were. */
  readonly gradientNorm?: number;
  /** What gradients were multiplied with on their way back; absent in single precision. Where their norm is not finite
   * they outgrew half precision, and the next scale is smaller. */
  readonly lossScale?: number;
  readonly seconds: number;
}

/** Everything that the next step depends on, save the batch and its number. */
export interface TrainerState {
  /** The checkpoint's weights and buffers by torchvision's names, in its order. */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** `momentum_buffer.<weight>` and the like by torch's names; `gradient_sum.<weight>` between updates; `updates`, int64:
   * how many there were; and the scale of losses in half precision. */
  readonly optimizer: ReadonlyMap<string, Tensor>;
}

export interface Trainer extends Pick<Detector, "card" | "provider" | "passedOver" | "release"> {
  /** Errors of the device are ONNX Runtime's own; weights are then as before.
   * @throws {Failure} `invalid-input` for a box without an area or a label that the network lacks. */
  readonly step: (images: readonly TrainingImage[], place: StepPlace) => Promise<StepAnswer>;
  /** Copies: later steps leave them alone. */
  readonly snapshot: () => Promise<TrainerState>;
  /** @throws {Failure} `invalid-input` for the state of another network or optimiser. */
  readonly restore: (state: TrainerState) => Promise<void>;
}

/** A network opened for learning, before it knows where it came from. */
export type OpenTrainer = Pick<Trainer, "step" | "snapshot" | "restore" | "release">;

/** @throws {Failure} `unsupported` in one sentence for what cannot be trained. */
export type TrainerOpener = (
  source: DetectorSource,
  settings: TrainerSettings,
  context: DetectorContext,
) => Promise<Trainer>;
