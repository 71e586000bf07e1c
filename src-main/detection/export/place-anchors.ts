/** @file The anchors of one pyramid level as nodes of a graph, at the places that are asked for alone. */
import type { LevelAnchors } from "../../../src-shared/domain/model";
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";
import { anchorsPerCell, generateAnchors } from "../boxes/anchors";
import { dividePlaces } from "./chosen-places";

export interface LevelOfImage {
  readonly anchors: LevelAnchors;
  /** The level's answer [1, …, h, w] and the image [1, 3, height, width], of which the shapes are read. */
  readonly answer: Value;
  readonly image: Value;
}

/** float32 [N, 4]: the rows at `places`, int64 [N], of what `generateAnchors` places on the level's whole grid. */
export function anchorsAt(graph: GraphBuilder, places: Value, { anchors, answer, image }: LevelOfImage): Value {
  const kinds = anchorsPerCell(anchors);
  const [gridHeight, gridWidth] = [2, 3].map((axis) => sizeOf(graph, answer, axis)) as [Value, Value];
  const [cells, ownKinds] = dividePlaces(graph, places, kinds);
  const [rows, columns] = dividePlaces(graph, cells, gridWidth);
  const strideX = graph.div(sizeOf(graph, image, 3), gridWidth);
  const strideY = graph.div(sizeOf(graph, image, 2), gridHeight);
  const shift = (cell: Value, stride: Value): Value => graph.unsqueeze(graph.mul(cell, stride), [1]);
  const [x, y] = [shift(columns, strideX), shift(rows, strideY)];
  const shifts = graph.cast(graph.concat([x, y, x, y], 1), "float32");
  return graph.add(graph.gather(graph.floats(aroundOrigin(anchors), [kinds, 4]), ownKinds), shifts);
}

/** [A, 4] */
function aroundOrigin(anchors: LevelAnchors): Float32Array {
  const [only] = generateAnchors([{ gridHeight: 1, gridWidth: 1 }], {
    imageHeight: 1,
    imageWidth: 1,
    anchors: [anchors],
  });
  return only!;
}

/** int64 without axes. */
function sizeOf(graph: GraphBuilder, value: Value, axis: number): Value {
  return graph.gather(graph.shapeOf(value), graph.integers(axis));
}
