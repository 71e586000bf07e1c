/** @file The last step of both families as nodes of a graph: of what was found, what no better box suppresses. */
import type { GraphBuilder } from "../../numerics/onnx/builder";
import type { ExportSettings, FoundInGraph } from "./export-settings";
import { suppressNonMaxima } from "./suppress-non-maxima";

/** What is kept of `found`, best first; only boxes of one label suppress each other.
 * @param classes of the network, the background counted where it has one: labels stay below. */
export function selectDetections(
  graph: GraphBuilder,
  found: FoundInGraph,
  { classes, suppression }: { readonly classes: number; readonly suppression: ExportSettings["suppression"] },
): FoundInGraph {
  const { iouThreshold, detectionsPerImage: limit } = suppression;
  const kept = suppressNonMaxima(
    graph,
    { ...found, groups: found.labels },
    { groupCount: classes, iouThreshold, limit },
  );
  return {
    boxes: graph.gather(found.boxes, kept),
    scores: graph.gather(found.scores, kept),
    labels: graph.gather(found.labels, kept),
  };
}
