/** @file Non-maximum suppression within groups as nodes of a graph. */
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";
import { countOf, placesWhere } from "./chosen-places";

export interface GroupedBoxes {
  /** float32 [N, 4], (x1, y1, x2, y2); none is negative. */
  readonly boxes: Value;
  /** float32 [N], from 0 to 1. */
  readonly scores: Value;
  /** int64 [N], each from 0 to before `groupCount`; only boxes of one group suppress each other. */
  readonly groups: Value;
}

export interface SuppressionSettings {
  readonly groupCount: number;
  readonly iouThreshold: number;
  /** No more than so many are kept, the best. */
  readonly limit: number;
}

/** Up to so many boxes torchvision moves each group to a place of its own, which rounds their coordinates. */
const MOST_BOXES_MOVED = 1000;

/** int64 [m]: places of the boxes that are kept, in falling score, equal ones in the given order.
 * @see torchvision 0.14, batched_nms */
export function suppressNonMaxima(
  graph: GraphBuilder,
  { boxes, scores, groups }: GroupedBoxes,
  { groupCount, iouThreshold, limit }: SuppressionSettings,
): Value {
  const members = graph.equal(graph.unsqueeze(groups, [0]), graph.reshape(graph.range(groupCount), [-1, 1]));
  const ofGroups = graph.where(members, graph.unsqueeze(scores, [0]), graph.floats(-1));
  const [selected] = graph.apply("NonMaxSuppression", [
    graph.unsqueeze(movedApart(graph, boxes, groups), [0]),
    graph.unsqueeze(ofGroups, [0]),
    graph.integers([limit]),
    graph.floats([largestFloatUpTo(iouThreshold)]),
    graph.floats([-0.5]),
  ]);
  const kept = graph.reshape(graph.slice(selected!, { starts: [2], ends: [3], axes: [1] }), [-1]);
  const inOrder = risingPlaces(graph, kept, scores);
  return graph.gather(inOrder, best(graph, graph.gather(scores, inOrder), limit));
}

/** Groups do not touch as it is: this only rounds coordinates as torchvision does. */
function movedApart(graph: GraphBuilder, boxes: Value, groups: Value): Value {
  const sides = graph.concat([graph.reshape(boxes, [-1]), graph.floats([0])], 0);
  const distance = graph.add(graph.reduceMax(sides, { keepAxes: true }), graph.floats(1));
  const areFew = graph.not(graph.greater(countOf(graph, boxes), graph.integers([MOST_BOXES_MOVED])));
  const used = graph.where(areFew, distance, graph.floats(0));
  return graph.add(boxes, graph.unsqueeze(graph.mul(graph.cast(groups, "float32"), used), [1]));
}

function risingPlaces(graph: GraphBuilder, places: Value, all: Value): Value {
  const none = graph.mul(graph.range(scalarCount(graph, all)), graph.integers(0));
  const ones = graph.add(graph.mul(places, graph.integers(0)), graph.integers(1));
  return placesWhere(graph, graph.scatterElements(none, places, ones));
}

function scalarCount(graph: GraphBuilder, value: Value): Value {
  return graph.reshape(countOf(graph, value), []);
}

/** All are put in order before the rest is cut off: whoever replaces ONNX's order among equals by torch's leaves a whole
 * sort alone. */
function best(graph: GraphBuilder, scores: Value, limit: number): Value {
  const [, order] = graph.apply("TopK", [scores, graph.shapeOf(scores)], { axis: 0 });
  return graph.slice(order!, { starts: [0], ends: [limit] });
}

/** Overlaps are rounded to float32 and compared with the threshold as it is: above it is above this one. */
function largestFloatUpTo(threshold: number): number {
  const nearest = new Float32Array([threshold]);
  if (nearest[0]! > threshold) new Uint32Array(nearest.buffer)[0]!--;
  return nearest[0]!;
}
