/** @file Opens a model as its card says: the one way in which a file becomes a detector. */
import { openCheckpointDetector } from "./checkpoint-detector";
import type { Detector, DetectorContext, DetectorSource } from "./detector";
import { openerOf } from "./graph-detector";
import { GRAPH_FAMILIES } from "./graph-families";
import { requireModelFile } from "./require-model-file";

/** Opens a registered file, or one that may become so, on the device that was asked for.
 * @throws {Failure} `unsupported`, `invalid-input` or `not-found` in one sentence, when the file is no such model as its
 * card says, or the device does not work here. */
export async function openDetector(source: DetectorSource, context: DetectorContext): Promise<Detector> {
  await requireModelFile(source);
  const { convention } = source.card;
  const open = convention === "checkpoint" ? openCheckpointDetector : openerOf(GRAPH_FAMILIES[convention]);
  return open(source, context);
}
