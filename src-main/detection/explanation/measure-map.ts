/** @file Measures where the energy of a heat map lies: inside the explained boxes, inside the reference boxes. */
import { boxAreaPx2, type Box } from "../../../src-shared/domain/box";
import type { MapMeasures } from "../../../src-shared/domain/explanation";
import type { PixelSize } from "../preprocessing/resize-bilinear";
import type { HeatMap } from "./layer-view";

export interface MeasuredBoxes {
  /** Size of the image, whose pixels the boxes are in and which the map covers. */
  readonly image: PixelSize;
  /** What is explained: one box, or all those whose scores are added up. */
  readonly boxes: readonly Box[];
  /** Of any label. */
  readonly references: readonly Box[];
}

export type PlaceMeasures = Pick<
  MapMeasures,
  "energyInBox" | "boxShare" | "pointsAtBox" | "energyInReferences" | "referencesShare" | "pointsAtReference"
>;

/** Shares of the map's sum inside the union of the boxes and of the references, with the shares of the image's area
 * that these cover, and whether a place with the greatest value has its centre inside one. Where a box cuts a cell of
 * the map, its part of the cell counts. Absent without boxes on the image; for an empty map all but the areas.
 * @see Wang et al. 2020, Score-CAM, arXiv:1910.01279 (energy-based pointing game); Zhang et al. 2018, Top-down neural
 * attention by excitation backprop, arXiv:1608.00507 (pointing game; here without its tolerance of 15 pixels) */
export function measureMap(map: HeatMap, { image, boxes, references }: MeasuredBoxes): PlaceMeasures {
  const inBox = measureUnion(map, boxes, image);
  const inReferences = measureUnion(map, references, image);
  return {
    ...(inBox && { boxShare: inBox.share }),
    ...(inBox?.energy !== undefined && { energyInBox: inBox.energy, pointsAtBox: inBox.holdsGreatest }),
    ...(inReferences && { referencesShare: inReferences.share }),
    ...(inReferences?.energy !== undefined && {
      energyInReferences: inReferences.energy,
      pointsAtReference: inReferences.holdsGreatest,
    }),
  };
}

interface UnionMeasures {
  readonly share: number;
  /** Undefined for a map without any energy. */
  readonly energy: number | undefined;
  readonly holdsGreatest: boolean;
}

function measureUnion(map: HeatMap, boxes: readonly Box[], image: PixelSize): UnionMeasures | undefined {
  const onMap = boxes.map((box) => onGrid(box, map, image)).filter((box) => box.x2 > box.x1 && box.y2 > box.y1);
  if (onMap.length === 0) return undefined;
  const parts = disjointParts(onMap);
  const area = parts.reduce((sum, part) => sum + boxAreaPx2(part), 0);
  const total = map.values.reduce((sum, value) => sum + value, 0);
  const inside = parts.reduce((sum, part) => sum + energyIn(map, part), 0);
  return {
    share: atMostOne(area / (map.rows * map.columns)),
    energy: total > 0 ? atMostOne(inside / total) : undefined,
    holdsGreatest: holdsGreatest(map, onMap),
  };
}

/** Sums of parts may round over the whole. */
function atMostOne(share: number): number {
  return Math.min(share, 1);
}

/** In cells of the map, cut at its edges. */
function onGrid(box: Box, { rows, columns }: PixelSize, image: PixelSize): Box {
  const across = (x: number): number => Math.min(Math.max((x * columns) / image.columns, 0), columns);
  const down = (y: number): number => Math.min(Math.max((y * rows) / image.rows, 0), rows);
  return { x1: across(box.x1), y1: down(box.y1), x2: across(box.x2), y2: down(box.y2) };
}

/** Rectangles between neighbouring edges that some box covers: together the union, none over another. */
function disjointParts(boxes: readonly Box[]): readonly Box[] {
  const [only, ...others] = boxes;
  if (others.length === 0) return only ? [only] : [];
  const xs = risingEdges(boxes.flatMap(({ x1, x2 }) => [x1, x2]));
  const ys = risingEdges(boxes.flatMap(({ y1, y2 }) => [y1, y2]));
  const parts = ys
    .slice(1)
    .flatMap((y2, row) => xs.slice(1).map((x2, column) => ({ x1: xs[column]!, y1: ys[row]!, x2, y2 })));
  return parts.filter((part) =>
    boxes.some((box) => box.x1 <= part.x1 && box.x2 >= part.x2 && box.y1 <= part.y1 && box.y2 >= part.y2),
  );
}

function risingEdges(edges: readonly number[]): readonly number[] {
  return [...new Set(edges)].toSorted((a, b) => a - b);
}

function energyIn({ values, columns }: HeatMap, { x1, y1, x2, y2 }: Box): number {
  let energy = 0;
  for (let row = Math.floor(y1); row < y2; row++) {
    const height = Math.min(row + 1, y2) - Math.max(row, y1);
    for (let column = Math.floor(x1); column < x2; column++) {
      const width = Math.min(column + 1, x2) - Math.max(column, x1);
      energy += width * height * values[row * columns + column]!;
    }
  }
  return energy;
}

function holdsGreatest({ values, columns }: HeatMap, boxes: readonly Box[]): boolean {
  const greatest = values.reduce((most, value) => Math.max(most, value), 0);
  return values.some((value, place) => {
    if (value !== greatest) return false;
    const x = (place % columns) + 0.5;
    const y = Math.floor(place / columns) + 0.5;
    return boxes.some((box) => x >= box.x1 && x <= box.x2 && y >= box.y1 && y <= box.y2);
  });
}
