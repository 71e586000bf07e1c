/** @file The kernel that samples an image between its elements, at places that are data themselves. */
import { Failure } from "../../../../../src-shared/domain/failure";
import type { Kernel } from "../kernel";
import { offsetAt, stridesOf, tabulate } from "../places";

export const gridSampleKernels = {
  GridSample: ({ input, attributes }) => {
    const [image, grid] = [input(0), input(1)];
    attributes.choice("mode", ["bilinear", "linear"]);
    const isBorder = attributes.choice("padding_mode", ["zeros", "border"]) === "border";
    const isAligned = attributes.flag("align_corners", false);
    if (image.shape.length !== 4)
      throw new Failure("unsupported", `${image.shape.length - 2} axes of space are unknown`);
    const [imageStrides, gridStrides] = [stridesOf(image.shape), stridesOf(grid.shape)];
    const [images, channels, height, width] = image.shape;
    const positionOf = (place: number, size: number): number => {
      const position = isAligned ? ((place + 1) / 2) * (size - 1) : ((place + 1) * size - 1) / 2;
      return isBorder ? Math.min(Math.max(position, 0), size - 1) : position;
    };
    const shape = [images, channels, ...grid.shape.slice(1, 3)];
    return tabulate(image.type, shape, ([at, channel, row, column]) => {
      const [x, y] = [0, 1].map((axis) => grid.data[offsetAt([at, row, column, axis], gridStrides)]);
      const neighbours = around(positionOf(y, height), height).flatMap((down) =>
        around(positionOf(x, width), width).map((across) => {
          const offset = offsetAt([at, channel, down.place, across.place], imageStrides);
          return image.data[offset] * down.weight * across.weight;
        }),
      );
      return neighbours.reduce((sum, each) => sum + each, 0);
    });
  },
} satisfies Record<string, Kernel>;

/** The elements before and behind a position, each the heavier the nearer it is; those beyond the ends are zero. */
function around(position: number, size: number): readonly { readonly place: number; readonly weight: number }[] {
  const first = Math.floor(position);
  return [
    { place: first, weight: first + 1 - position },
    { place: first + 1, weight: position - first },
  ].filter(({ place }) => place >= 0 && place < size);
}
