/** @file A detector of torchvision with its weights as one graph: an image in; boxes, labels and scores out. */
import type { Dimension, Graph } from "../../numerics/onnx/graph";
import { withoutDeadNodes } from "../../numerics/onnx/without-dead-nodes";
import type { ModelInput } from "../../../src-shared/domain/model";
import type { DetectorArchitecture } from "../networks/architecture";
import { NetworkBuilder } from "../networks/network-builder";
import type { Parameters } from "../networks/parameters";
import type { ExportSettings } from "./export-settings";
import { fasterRcnnInGraph } from "./faster-rcnn-graph";
import { fitImage } from "./fit-image";
import { retinaNetInGraph } from "./retinanet-graph";

/** The nodes are written alike in operator sets 17 and 18; more programs read the former. */
export const EXPORT_OPSET = 17;

export interface DetectorGraphOptions {
  readonly settings: ExportSettings;
  /** Of the image that the graph takes: a size is fixed where it is told. */
  readonly input: Pick<ModelInput, "channels" | "heightPx" | "widthPx">;
}

/** Input `image`, float32 [1, channels, height, width], prepared as the card says; outputs `boxes` [N, 4] in its pixels,
 * `labels` [N] int64 and `scores` [N], falling. Ordinary operators of `EXPORT_OPSET`. Scores that are equal are put in
 * ONNX's order, lowest place first, where torch has one of its own.
 * @throws {Failure} `unsupported` when weights are not finite, or a variance is not positive. */
export function buildDetectorGraph(
  architecture: DetectorArchitecture,
  parameters: Parameters,
  { settings, input: { channels, heightPx, widthPx } }: DetectorGraphOptions,
): Graph {
  const network = new NetworkBuilder("detector", parameters, settings.network);
  const { graph } = network;
  const size: readonly Dimension[] = [heightPx ?? "height", widthPx ?? "width"];
  const image = graph.input("image", "float32", [1, channels, ...size]);
  const fitted = graph.within("transform", () => fitImage(graph, image, settings.network));
  const found =
    architecture.kind === "faster-rcnn"
      ? fasterRcnnInGraph(network, architecture, { fitted, settings })
      : retinaNetInGraph(network, architecture, { fitted, settings });
  graph.output("boxes", graph.mul(found.boxes, fitted.ratios));
  graph.output("labels", found.labels);
  graph.output("scores", found.scores);
  return withoutDeadNodes(graph.toGraph());
}
