/** @file What a detector draws on one prepared image, or why it could not. */
import { Failure } from "../../src-shared/domain/failure";
import { describeLocation } from "../../src-shared/domain/instance";
import { decodeDetections, type DecodedDetection } from "../detection/boxes/decode-detections";
import type { Detector } from "./detectors/detector";
import type { Logger } from "./job";
import type { PreparedImage } from "./prepare-image";
import { reasonOfOrtError } from "./runtime/reason-of-ort-error";

export interface ImageDetections {
  readonly detections: DecodedDetection[];
  readonly failure?: string;
}

/** Never rejects: a model that fails on one image may do well on the next. */
export async function detectOnImage(image: PreparedImage, detector: Detector, log: Logger): Promise<ImageDetections> {
  if ("failure" in image) return { detections: [], failure: image.failure };
  const name = describeLocation(image.instance.location);
  try {
    const { prepared, rows, columns } = image;
    const answer = await detector.detect(prepared);
    const decoded = decodeDetections(answer, { ...prepared, ...detector.card, rows, columns });
    if (decoded.dropped > 0) {
      log.warn("The model answered rows that are no boxes on the image.", { image: name, rows: decoded.dropped });
    }
    return { detections: [...decoded.detections] };
  } catch (thrown) {
    log.warn("The model failed on an image.", { image: name, error: thrown });
    return { detections: [], failure: thrown instanceof Failure ? thrown.message : reasonOfOrtError(thrown) };
  }
}
