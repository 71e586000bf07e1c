/** @file The kernel that keeps the best of overlapping boxes. */
import { Failure } from "../../../../../src-shared/domain/failure";
import type { Kernel } from "../kernel";
import { tabulate } from "../places";

export const suppressionKernels = {
  NonMaxSuppression: ({ input, optional, attributes }) => {
    const [boxes, scores] = [input(0), input(1)];
    const [images, count, width] = boxes.shape;
    const classes = scores.shape[1];
    if (width !== 4 || scores.shape.join() !== [images, classes, count].join()) {
      const found = `boxes of [${boxes.shape.join(", ")}] and scores of [${scores.shape.join(", ")}]`;
      throw new Failure("invalid-input", `${found} do not belong together`);
    }
    const limits = {
      most: optional(2)?.data[0] ?? 0,
      overlap: optional(3)?.data[0] ?? 0,
      scoreFloor: optional(4)?.data[0] ?? -Infinity,
    };
    const corners = attributes.flag("center_point_box", false) ? cornersOfCentred : sortedCorners;
    const rows = Array.from({ length: images * classes }, (_, at) => {
      const image = Math.floor(at / classes);
      const candidates = Array.from({ length: count }, (__, box) => ({
        box: corners(boxes.data.subarray((image * count + box) * 4, (image * count + box + 1) * 4)),
        score: scores.data[at * count + box],
      }));
      return suppress(candidates, limits).map((kept) => [image, at % classes, kept]);
    }).flat();
    return tabulate("int64", [rows.length, 3], ([row, column]) => rows[row][column]);
  },
} satisfies Record<string, Kernel>;

/** First y, first x, last y, last x. */
type Corners = readonly [number, number, number, number];

interface Limits {
  readonly most: number;
  readonly overlap: number;
  readonly scoreFloor: number;
}

/** The places of those kept, the best first; of equal scores the first. */
function suppress(
  candidates: readonly { readonly box: Corners; readonly score: number }[],
  { most, overlap, scoreFloor }: Limits,
): readonly number[] {
  const kept: number[] = [];
  const order = [...candidates.keys()].toSorted((left, right) => candidates[right].score - candidates[left].score);
  for (const place of order) {
    const { box, score } = candidates[place];
    if (kept.length >= most || score <= scoreFloor) break;
    if (kept.every((other) => intersectionOverUnion(box, candidates[other].box) <= overlap)) kept.push(place);
  }
  return kept;
}

/** Any two opposite corners make a box. */
function sortedCorners([y1, x1, y2, x2]: Float64Array): Corners {
  return [Math.min(y1, y2), Math.min(x1, x2), Math.max(y1, y2), Math.max(x1, x2)];
}

function cornersOfCentred([x, y, width, height]: Float64Array): Corners {
  return [y - height / 2, x - width / 2, y + height / 2, x + width / 2];
}

function intersectionOverUnion(one: Corners, other: Corners): number {
  const height = Math.min(one[2], other[2]) - Math.max(one[0], other[0]);
  const width = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
  if (height <= 0 || width <= 0) return 0;
  const intersection = height * width;
  return intersection / (areaOf(one) + areaOf(other) - intersection);
}

function areaOf([y1, x1, y2, x2]: Corners): number {
  return (y2 - y1) * (x2 - x1);
}
