/** @file A model made ready on a device: an image's tensor in, boxes out, whatever the file and its convention. */
import type { DeviceChoice, ExecutionProvider, Precision } from "../../../src-shared/domain/device";
import type { ModelCard } from "../../../src-shared/domain/model";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import type { Logger } from "../job";
import type { NodePlacement, PassedOver, SessionFactory, TensorDescription } from "../runtime/session";

/** N rows in pixels of the prepared input, in falling score where the model sorts. */
export interface DetectorAnswer {
  /** [N, 4] */
  readonly boxes: Float32Array;
  /** [N] */
  readonly scores: Float32Array;
  /** [N], class numbers as the card's labels name them. */
  readonly labels: BigInt64Array | Int32Array;
  readonly boxFormat: ModelCard["boxFormat"];
}

export interface Detector {
  readonly card: ModelCard;
  readonly provider: ExecutionProvider;
  /** The providers that stood before this one in the order, each with its reason. */
  readonly passedOver: readonly PassedOver[];
  /** What the file's own graph takes and answers; nothing for a checkpoint, which has no graph. */
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
  /** @throws {Failure} `unsupported` when the model answers what no detector answers; where it fails on this input,
   * the error is ONNX Runtime's own. */
  readonly detect: (input: PreparedInput) => Promise<DetectorAnswer>;
  /** See `Session.takePlacement`. */
  readonly takePlacement: () => Promise<NodePlacement | undefined>;
  readonly release: () => Promise<void>;
}

export interface DetectorSource {
  /** Absolute. */
  readonly file: string;
  /** What refusals call it; the file's own name unless given. */
  readonly name?: string;
  readonly card: ModelCard;
  readonly device: DeviceChoice;
  readonly precision: Precision;
  /** Providers that "auto" need not try, since a probe in another process has: `DeviceProbe.ruledOut`. */
  readonly ruledOut?: readonly PassedOver[];
  /** Whether `takePlacement` will be asked: never for an ordinary run. */
  readonly isRecorded?: boolean;
}

export interface DetectorContext {
  readonly sessions: SessionFactory;
  readonly log: Logger;
}

/** Opens one family of models.
 * @throws {Failure} in one sentence about the file, or about the device that was asked for. */
export type DetectorOpener = (source: DetectorSource, context: DetectorContext) => Promise<Detector>;
