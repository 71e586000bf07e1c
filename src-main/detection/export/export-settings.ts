/** @file What an exported graph is made with, and what it finds. */
import type { Suppression } from "../../../src-shared/domain/model";
import type { Value } from "../../numerics/onnx/builder";
import type { CompleteNetworkSettings } from "../networks/network-settings";

export interface ExportSettings {
  readonly network: CompleteNetworkSettings;
  /** Only scores above it are detections. */
  readonly scoreFloor: number;
  readonly suppression: Suppression;
}

/** In falling score. */
export interface FoundInGraph {
  /** float32 [N, 4], (x1, y1, x2, y2) */
  readonly boxes: Value;
  /** float32 [N] */
  readonly scores: Value;
  /** int64 [N] */
  readonly labels: Value;
}
