/** @file Draws random nodes that work on axes of space, as ONNX Runtime accepts them. */
import type { Attribute } from "../../src-main/numerics/onnx/graph";
import { fed, known, knownFloats, drawWindow, type Draw, type DrawnInput } from "./draw-tensors";

export interface DrawnNode {
  readonly inputs: readonly (DrawnInput | undefined)[];
  readonly attributes: Readonly<Record<string, Attribute["value"]>>;
  readonly outputs?: number;
}

export type DrawNode = (draw: Draw) => DrawnNode;

export const spatialNodes = {
  DepthToSpace: (draw) => {
    const [blocksize, channels] = draw.list(2, 1, 3);
    const [images, rows, columns] = draw.list(3, 1, 3);
    const image = draw.floats([images!, channels! * blocksize! ** 2, rows!, columns!]);
    return { inputs: [image], attributes: { blocksize: blocksize!, mode: draw.pick(["DCR", "CRD"]) } };
  },
  SpaceToDepth: (draw) => {
    const [blocksize, rows, columns] = draw.list(3, 1, 3);
    const image = draw.floats([...draw.list(2, 1, 3), rows! * blocksize!, columns! * blocksize!]);
    return { inputs: [image], attributes: { blocksize: blocksize! } };
  },
  Conv: (draw) => {
    const { space, group, kernel, window } = drawWindow(draw);
    const [taken, made] = [draw.integer(1, 2), draw.integer(1, 2) * group];
    const image = draw.floats([draw.integer(1, 2), taken * group, ...space]);
    const bias = draw.flag() ? draw.floats([made]) : undefined;
    return { inputs: [image, draw.floats([made, taken, ...kernel]), bias], attributes: { group, ...window } };
  },
  ConvTranspose: (draw) => {
    const { space, group, kernel, window } = drawWindow(draw);
    const [taken, made] = [draw.integer(1, 2) * group, draw.integer(1, 2)];
    const image = draw.floats([draw.integer(1, 2), taken, ...space]);
    const bias = draw.flag() ? draw.floats([made * group]) : undefined;
    const { strides } = window;
    const output_padding = strides.map((stride) => draw.integer(0, stride - 1));
    const pads =
      window.auto_pad !== "NOTSET"
        ? {}
        : { pads: [...kernel, ...kernel].map((size) => draw.integer(0, (size - 1) >> 1)) };
    return {
      inputs: [image, draw.floats([taken, made, ...kernel]), bias],
      attributes: { group, ...window, ...pads, output_padding },
    };
  },
  MaxPool: (draw) => ({ ...pool(draw), outputs: draw.integer(1, 2) }),
  AveragePool: (draw) => {
    const { inputs, attributes } = pool(draw);
    const { dilations: _, ...others } = attributes;
    return { inputs, attributes: { ...others, count_include_pad: draw.bit() } };
  },
  GlobalAveragePool: (draw) => plain([draw.floats(draw.shape(3, 5))]),
  BatchNormalization: (draw) => {
    const shape = draw.shape(2, 5);
    const perChannel = [-4, -4, -4, 1].map((min) => draw.floats([shape[1]!], min, 8));
    return { inputs: [draw.floats(shape), ...perChannel], attributes: { epsilon: 0.125 } };
  },
  InstanceNormalization: (draw) => {
    const shape = draw.shape(3, 5);
    return {
      inputs: [draw.floats(shape), draw.floats([shape[1]!]), draw.floats([shape[1]!])],
      attributes: { epsilon: 0.125 },
    };
  },
  Resize: (draw) => {
    const shape = [draw.integer(1, 2), draw.integer(1, 2), draw.integer(1, 4), draw.integer(1, 4)];
    const attributes = {
      mode: draw.pick(["nearest", "linear"]),
      nearest_mode: draw.pick(["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]),
      coordinate_transformation_mode: draw.pick(["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"]),
    };
    if (draw.flag()) {
      const sizes = [shape[0]!, shape[1]!, draw.integer(1, 8), draw.integer(1, 8)];
      return { inputs: [draw.floats(shape), undefined, undefined, known(sizes)], attributes };
    }
    const scales = [1, 1, draw.pick([0.5, 1, 1.5, 2, 2.7, 3]), draw.pick([1, 2, 2.3, 3])];
    const isPossible = scales.every((scale, axis) => Math.floor(shape[axis]! * scale) > 0);
    return { inputs: [draw.floats(shape), undefined, knownFloats(isPossible ? scales : [1, 1, 2, 2])], attributes };
  },
  RoiAlign: (draw) => {
    const regions = draw.integer(1, 3);
    const images = draw.integer(1, 2);
    const corners = Array.from({ length: regions }, () => {
      const [x, y, width, height] = draw.list(4, 0, 24).map((each) => each / 4);
      return [x!, y!, x! + width!, y! + height!];
    });
    const indices = BigInt64Array.from(draw.list(regions, 0, images - 1), BigInt);
    return {
      inputs: [
        draw.floats([images, draw.integer(1, 2), draw.integer(2, 6), draw.integer(2, 6)]),
        fed("float32", [regions, 4], Float32Array.from(corners.flat())),
        fed("int64", [regions], indices),
      ],
      attributes: {
        coordinate_transformation_mode: draw.pick(["half_pixel", "output_half_pixel"]),
        output_height: draw.integer(1, 3),
        output_width: draw.integer(1, 3),
        sampling_ratio: draw.integer(0, 2),
        spatial_scale: draw.pick([0.5, 1]),
      },
    };
  },
  GridSample: (draw) => {
    const [images, height, width] = draw.list(3, 1, 3);
    const image = draw.floats([images!, draw.integer(1, 2), draw.integer(1, 4), draw.integer(1, 4)]);
    const attributes = { align_corners: draw.bit(), padding_mode: draw.pick(["zeros", "border"]) };
    return { inputs: [image, draw.floats([images!, height!, width!, 2], -6, 6)], attributes };
  },
} satisfies Record<string, DrawNode>;

function plain(inputs: DrawnNode["inputs"]): DrawnNode {
  return { inputs, attributes: {} };
}

/** ONNX Runtime wants pads that are narrower than the window. */
function pool(draw: Draw): DrawnNode {
  const { space, kernel, window } = drawWindow(draw);
  const pads = "pads" in window ? { pads: [...kernel, ...kernel].map((size) => draw.integer(0, size - 1)) } : {};
  const image = draw.floats([draw.integer(1, 2), draw.integer(1, 2), ...space]);
  return { inputs: [image], attributes: { ...window, ...pads, ceil_mode: draw.bit() } };
}
