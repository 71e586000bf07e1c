/** @file How each convention's graph is fed, and its answer read. */
import type { GraphConvention } from "../output-rules";
import { detrFamily, rtDetrFamily, rtDetrRowsFamily } from "./detr-detector";
import { endToEndDetrFamily } from "./end-to-end-detr-detector";
import type { GraphFamily } from "./graph-detector";
import { retinaNetFamily } from "./retinanet-detector";
import { torchvisionFamily } from "./torchvision-detector";
import { yoloEndToEndFamily, yoloV5Family, yoloV8Family } from "./yolo-detector";

export const GRAPH_FAMILIES: Readonly<Record<GraphConvention, GraphFamily>> = {
  torchvision: torchvisionFamily,
  "yolo-v5": yoloV5Family,
  "yolo-v8": yoloV8Family,
  "yolo-end-to-end": yoloEndToEndFamily,
  detr: detrFamily,
  "rt-detr": rtDetrFamily,
  "rt-detr-end-to-end": endToEndDetrFamily,
  "rt-detr-ultralytics": rtDetrRowsFamily,
  retinanet: retinaNetFamily,
};
