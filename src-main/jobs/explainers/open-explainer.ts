/** @file Opens a model as its card says, ready to explain: the one way in which a file becomes an explainer. */
import type { DetectorContext, DetectorSource } from "../detectors/detector";
import { requireModelFile } from "../detectors/require-model-file";
import { openCheckpointExplainer } from "./checkpoint-explainer";
import type { Explainer } from "./explainer";
import { openGraphExplainer } from "./graph-explainer";

/** Opens a registered file on the device that was asked for.
 * @throws {Failure} as `openDetector` does, and `unsupported` for a graph that cannot be explained. */
export async function openExplainer(source: DetectorSource, context: DetectorContext): Promise<Explainer> {
  await requireModelFile(source);
  const { convention } = source.card;
  return convention === "checkpoint" ? openCheckpointExplainer(source, context) : openGraphExplainer(source, context);
}
