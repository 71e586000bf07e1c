/** @file Kernels that turn blocks of places into channels, and channels into blocks. */
import { Failure } from "../../../../../src-shared/domain/failure";
import type { Kernel } from "../kernel";
import { offsetAt, stridesOf, tabulate } from "../places";

export const blockKernels = {
  DepthToSpace: ({ input, attributes }) => {
    const { type, shape, data } = input(0);
    const side = attributes.integer("blocksize", 1);
    const isBlockFirst = attributes.choice("mode", ["DCR", "CRD"]) === "DCR";
    const channels = parted(shape[1], side * side);
    const strides = stridesOf(shape);
    return tabulate(type, [shape[0], channels, shape[2] * side, shape[3] * side], ([image, channel, row, column]) => {
      const place = (row % side) * side + (column % side);
      const from = isBlockFirst ? place * channels + channel : channel * side * side + place;
      return data[offsetAt([image, from, Math.floor(row / side), Math.floor(column / side)], strides)];
    });
  },
  SpaceToDepth: ({ input, attributes }) => {
    const { type, shape, data } = input(0);
    const side = attributes.integer("blocksize", 1);
    const [images, channels, rows, columns] = shape;
    const strides = stridesOf(shape);
    const deep = [images, channels * side * side, parted(rows, side), parted(columns, side)];
    return tabulate(type, deep, ([image, channel, row, column]) => {
      const place = Math.floor(channel / channels);
      const [down, across] = [Math.floor(place / side), place % side];
      return data[offsetAt([image, channel % channels, row * side + down, column * side + across], strides)];
    });
  },
} satisfies Record<string, Kernel>;

function parted(size: number, parts: number): number {
  if (size % parts === 0) return size / parts;
  throw new Failure("invalid-input", `${size} cannot be divided into ${parts}`);
}
