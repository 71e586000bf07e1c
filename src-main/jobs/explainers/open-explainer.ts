/** @file Opens a model as its card says, ready to explain: the one way in which a file becomes an explainer. */
import { Failure } from "../../../src-shared/domain/failure";
import type { DetectorContext, DetectorSource } from "../detectors/detector";
import { openCheckpointExplainer } from "./checkpoint-explainer";
import type { Explainer } from "./explainer";

/** Opens a registered file on the device that was asked for.
 * @throws {Failure} as `openDetector` does, and `unsupported` for a family that cannot be explained. */
export async function openExplainer(source: DetectorSource, context: DetectorContext): Promise<Explainer> {
  const { card, name = card.name } = source;
  if (card.convention === "checkpoint") return openCheckpointExplainer(source, context);
  throw new Failure("unsupported", `${name} is an ONNX model; maps are made of checkpoints alone so far.`);
}
