/** @file What a detector draws on one prepared image, or why it could not. */
import { Failure } from "../../src-shared/domain/failure";
import { describeLocation } from "../../src-shared/domain/instance";
import type { ModelCard } from "../../src-shared/domain/model";
import { decodeDetections, type DecodedDetection } from "../detection/boxes/decode-detections";
import { askDetector } from "./ask-detector";
import type { DetectorSignature } from "./detector-signature";
import type { Logger } from "./job";
import type { PreparedImage } from "./prepare-image";
import { reasonOfOrtError } from "./runtime/reason-of-ort-error";
import type { Session } from "./runtime/session";

export interface Detector {
  readonly session: Session;
  readonly signature: DetectorSignature;
  readonly card: ModelCard;
}

export interface ImageDetections {
  readonly detections: DecodedDetection[];
  readonly failure?: string;
}

/** Never rejects: a model that fails on one image may do well on the next. */
export async function detectOnImage(image: PreparedImage, detector: Detector, log: Logger): Promise<ImageDetections> {
  if ("failure" in image) return { detections: [], failure: image.failure };
  const { session, signature, card } = detector;
  const name = describeLocation(image.instance.location);
  try {
    const answer = await askDetector(session, signature, image.prepared);
    const { scaleX, scaleY } = image.prepared;
    const { rows, columns } = image;
    const { scoreFloor, labels, boxFormat } = card;
    const decoded = decodeDetections({ ...answer, boxFormat }, { scaleX, scaleY, scoreFloor, labels, rows, columns });
    if (decoded.dropped > 0) {
      log.warn("The model answered rows that are no boxes on the image.", { image: name, rows: decoded.dropped });
    }
    return { detections: [...decoded.detections] };
  } catch (thrown) {
    log.warn("The model failed on an image.", { image: name, error: thrown });
    return { detections: [], failure: thrown instanceof Failure ? thrown.message : reasonOfOrtError(thrown) };
  }
}
