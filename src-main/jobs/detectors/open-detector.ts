/** @file Opens a model as its card says: the one way in which a file becomes a detector. */
import path from "node:path";
import type { ModelConvention } from "../../../src-shared/domain/model";
import type { Detector, DetectorContext, DetectorOpener, DetectorSource } from "./detector";
import { openCheckpointDetector } from "./checkpoint-detector";
import { openEndToEndDetrDetector } from "./end-to-end-detr-detector";
import { openRetinaNetDetector } from "./retinanet-detector";
import { openTorchvisionDetector } from "./torchvision-detector";

const OPENERS: Partial<Record<ModelConvention, DetectorOpener>> = {
  torchvision: openTorchvisionDetector,
  checkpoint: openCheckpointDetector,
  "rt-detr-end-to-end": openEndToEndDetrDetector,
  retinanet: openRetinaNetDetector,
};

/** Opens a registered file, or one that may become so, on the device that was asked for.
 * @throws {Failure} `unsupported` or `not-found` in one sentence, when the file is no such model as its card says, or
 * the device does not work here. */
export async function openDetector(source: DetectorSource, context: DetectorContext): Promise<Detector> {
  const { file, name = path.basename(file), card } = source;
  return OPENERS[card.convention]!({ ...source, name }, context);
}
