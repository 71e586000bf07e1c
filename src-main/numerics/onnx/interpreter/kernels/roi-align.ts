/** @file The kernel that samples regions of a feature map at fixed numbers of places.
 * @see He et al., Mask R-CNN, arXiv:1703.06870, section 3 */
import { Failure } from "../../../../../src-shared/domain/failure";
import type { Kernel, KernelCall } from "../kernel";
import { tabulate } from "../places";
import type { ReferenceTensor } from "../reference-tensor";

export const roiAlignKernels = {
  RoiAlign: ({ input, attributes, opset }) => {
    const [features, regions, images] = [input(0), input(1), input(2)];
    const settings = readSettings(attributes, opset);
    const [count, width] = regions.shape;
    if (width !== 4 || features.shape.length !== 4 || images.data.length !== count) {
      const found = `features of [${features.shape.join(", ")}] and regions of [${regions.shape.join(", ")}]`;
      throw new Failure("invalid-input", `${found} with ${images.data.length} images do not belong together`);
    }
    const grids = Array.from({ length: count }, (_, at) => gridOf(regions.data.subarray(at * 4, at * 4 + 4), settings));
    const shape = [count, features.shape[1], settings.height, settings.width];
    return tabulate(features.type, shape, ([region, channel, row, column]) => {
      const plane = { features, image: images.data[region], channel };
      return pool(plane, grids[region], [row, column]);
    });
  },
} satisfies Record<string, Kernel>;

interface Settings {
  readonly height: number;
  readonly width: number;
  /** Samples along each axis of a bin; 0 for as many as the bin is wide, rounded up. */
  readonly samplingRatio: number;
  readonly scale: number;
  readonly isHalfPixel: boolean;
}

function readSettings(attributes: KernelCall["attributes"], opset: number): Settings {
  // ONNX Runtime's "max" warns of itself that it is wrong; there is nothing to hold a kernel to.
  attributes.choice("mode", ["avg"]);
  // Before version 16 there was no choice, and what is the default now was not meant.
  const coordinates =
    opset < 16
      ? "output_half_pixel"
      : attributes.choice("coordinate_transformation_mode", ["half_pixel", "output_half_pixel"]);
  return {
    height: attributes.integer("output_height", 1),
    width: attributes.integer("output_width", 1),
    samplingRatio: attributes.integer("sampling_ratio", 0),
    scale: attributes.float("spatial_scale", 1),
    isHalfPixel: coordinates === "half_pixel",
  };
}

/** A region's samples along each axis: bin by bin, in the feature map's pixels. */
interface Grid {
  readonly rows: readonly (readonly number[])[];
  readonly columns: readonly (readonly number[])[];
}

function gridOf([x1, y1, x2, y2]: Float64Array, { height, width, samplingRatio, scale, isHalfPixel }: Settings): Grid {
  const shift = isHalfPixel ? 0.5 : 0;
  const along = (first: number, last: number, bins: number): readonly (readonly number[])[] => {
    const start = first * scale - shift;
    const length = last * scale - shift - start;
    // Without the half pixel, regions are at least one pixel wide.
    const binSize = (isHalfPixel ? length : Math.max(length, 1)) / bins;
    const samples = samplingRatio > 0 ? samplingRatio : Math.ceil(binSize);
    return Array.from({ length: bins }, (_, bin) =>
      Array.from({ length: samples }, (__, at) => start + (bin + (at + 0.5) / samples) * binSize),
    );
  };
  return { rows: along(y1, y2, height), columns: along(x1, x2, width) };
}

interface Plane {
  readonly features: ReferenceTensor;
  readonly image: number;
  readonly channel: number;
}

function pool(plane: Plane, { rows, columns }: Grid, [row, column]: readonly [number, number]): number {
  let total = 0;
  for (const y of rows[row]) for (const x of columns[column]) total += sampleAt(plane, y, x);
  return total / Math.max(rows[row].length * columns[column].length, 1);
}

/** Bilinear; 0 beyond one pixel outside, the edge's value within it. */
function sampleAt({ features, image, channel }: Plane, y: number, x: number): number {
  const [, channels, height, width] = features.shape;
  if (y < -1 || y > height || x < -1 || x > width) return 0;
  const [row, column] = [neighbours(y, height), neighbours(x, width)];
  const base = (image * channels + channel) * height * width;
  const at = (rowPlace: number, columnPlace: number): number => features.data[base + rowPlace * width + columnPlace];
  const upper = at(row.low, column.low) * (1 - column.rest) + at(row.low, column.high) * column.rest;
  const lower = at(row.high, column.low) * (1 - column.rest) + at(row.high, column.high) * column.rest;
  return upper * (1 - row.rest) + lower * row.rest;
}

function neighbours(
  coordinate: number,
  size: number,
): { readonly low: number; readonly high: number; readonly rest: number } {
  const inside = Math.min(Math.max(coordinate, 0), size - 1);
  const low = Math.floor(inside);
  return { low, high: Math.min(low + 1, size - 1), rest: inside - low };
}
