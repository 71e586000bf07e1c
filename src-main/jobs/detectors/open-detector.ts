/** @file Opens a model as its card says: the one way in which a file becomes a detector. */
import type { ModelConvention } from "../../../src-shared/domain/model";
import { openCheckpointDetector } from "./checkpoint-detector";
import type { Detector, DetectorContext, DetectorOpener, DetectorSource } from "./detector";
import { openDetrDetector, openRtDetrDetector, openRtDetrRowsDetector } from "./detr-detector";
import { openEndToEndDetrDetector } from "./end-to-end-detr-detector";
import { openRetinaNetDetector } from "./retinanet-detector";
import { openTorchvisionDetector } from "./torchvision-detector";
import { openYoloEndToEndDetector, openYoloV5Detector, openYoloV8Detector } from "./yolo-detector";

const OPENERS: Readonly<Record<ModelConvention, DetectorOpener>> = {
  torchvision: openTorchvisionDetector,
  checkpoint: openCheckpointDetector,
  "yolo-v5": openYoloV5Detector,
  "yolo-v8": openYoloV8Detector,
  "yolo-end-to-end": openYoloEndToEndDetector,
  detr: openDetrDetector,
  "rt-detr": openRtDetrDetector,
  "rt-detr-end-to-end": openEndToEndDetrDetector,
  "rt-detr-ultralytics": openRtDetrRowsDetector,
  retinanet: openRetinaNetDetector,
};

/** Opens a registered file, or one that may become so, on the device that was asked for.
 * @throws {Failure} `unsupported`, `invalid-input` or `not-found` in one sentence, when the file is no such model as its
 * card says, or the device does not work here. */
export async function openDetector(source: DetectorSource, context: DetectorContext): Promise<Detector> {
  return OPENERS[source.card.convention](source, context);
}
