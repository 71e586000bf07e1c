/** @file Builds ONNX graphs with one short method for each operator; `GraphAssembly` checks and keeps what they add. */
import { Failure } from "../../../src-shared/domain/failure";
import type { Graph } from "./graph";
import type { Value } from "./graph-assembly";
import type { AttributesFor } from "./operators";
import { ShapingBuilder } from "./shaping-builder";

export type { Value } from "./graph-assembly";

/** Each number for all axes of space, or one for each of them; pads as one for all, or those before and those behind. */
interface WindowOptions {
  readonly strides?: number | readonly number[] | undefined;
  readonly pads?: number | readonly number[] | undefined;
  readonly dilations?: number | readonly number[] | undefined;
}

export interface ConvolutionOptions extends WindowOptions {
  readonly bias?: Value | undefined;
  readonly group?: number | undefined;
}

export interface PoolOptions extends WindowOptions {
  readonly kernel: number | readonly number[];
  readonly ceilMode?: boolean | undefined;
}

export interface NormalisationParameters {
  readonly scale: Value;
  readonly bias: Value;
  readonly epsilon?: number | undefined;
}

export interface RoiAlignOptions {
  readonly outputHeight: number;
  readonly outputWidth: number;
  /** Samples along each side of a cell. */
  readonly samplingRatio: number;
  /** Places of the features per pixel of the regions. */
  readonly spatialScale: number;
}

export class GraphBuilder extends ShapingBuilder {
  /** A builder that goes on where a graph ends.
   * @throws {Failure} `unsupported` when the shape of one of its values cannot be inferred. */
  static from(graph: Graph): GraphBuilder {
    const builder = new GraphBuilder(graph.name);
    builder.takeOver(graph);
    return builder;
  }

  conv(image: Value, weight: Value, { bias, group, ...window }: ConvolutionOptions = {}): Value {
    const attributes = { ...spreadWindow(window, weight.shape.length - 2), group };
    return this.one("Conv", [image, weight, bias], attributes);
  }

  /** The inverse of a convolution's shape; `outputPadding` adds to the end of each axis. */
  convTranspose(
    image: Value,
    weight: Value,
    {
      bias,
      group,
      outputPadding,
      ...window
    }: ConvolutionOptions & { readonly outputPadding?: number | readonly number[] } = {},
  ): Value {
    const axes = weight.shape.length - 2;
    const attributes = { ...spreadWindow(window, axes), group, output_padding: spread(outputPadding, axes) };
    return this.one("ConvTranspose", [image, weight, bias], attributes);
  }

  maxPool(image: Value, options: PoolOptions): Value {
    return this.one("MaxPool", [image], poolAttributes(image, options));
  }

  /** The maxima, and the place of each in the flattened image. */
  maxPoolWithPlaces(image: Value, options: PoolOptions): readonly [maxima: Value, places: Value] {
    const [maxima, places] = this.apply("MaxPool", [image], poolAttributes(image, options), 2);
    return [maxima, places];
  }

  averagePool(
    image: Value,
    { countsPads, ...options }: Omit<PoolOptions, "dilations"> & { readonly countsPads?: boolean },
  ): Value {
    const { dilations: _, ...attributes } = poolAttributes(image, options);
    return this.one("AveragePool", [image], { ...attributes, count_include_pad: flag(countsPads) });
  }

  globalAveragePool(image: Value): Value {
    return this.one("GlobalAveragePool", [image]);
  }

  batchNormalization(
    image: Value,
    {
      scale,
      bias,
      mean,
      variance,
      epsilon,
    }: NormalisationParameters & { readonly mean: Value; readonly variance: Value },
  ): Value {
    return this.one("BatchNormalization", [image, scale, bias, mean, variance], { epsilon });
  }

  instanceNormalization(image: Value, { scale, bias, epsilon }: NormalisationParameters): Value {
    return this.one("InstanceNormalization", [image, scale, bias], { epsilon });
  }

  /** Each group of channels brought to mean 0 and variance 1, then scaled channel by channel: an instance
   * normalisation of the groups, since ONNX's own GroupNormalization scales by group before operator set 21.
   * `image` is [images, channels, height, width] with a known number of channels.
   * @see Wu and He, arXiv:1803.08494 */
  groupNormalization(
    image: Value,
    { groups, scale, bias, epsilon }: NormalisationParameters & { readonly groups: number },
  ): Value {
    const [, channels] = image.shape;
    if (typeof channels !== "number" || channels % groups !== 0) {
      throw new Failure(
        "internal",
        `${image.name} has ${channels} channels, which do not divide into ${groups} groups.`,
      );
    }
    const filled = (number: number): Value => this.filledLike(image, number, [groups]);
    const grouped = this.reshape(image, [0, groups, -1]);
    const normalised = this.instanceNormalization(grouped, { scale: filled(1), bias: filled(0), epsilon });
    const restored = this.reshapeTo(normalised, this.shapeOf(image));
    const perChannel = (value: Value): Value => this.reshape(value, [channels, 1, 1]);
    return this.add(this.mul(restored, perChannel(scale)), perChannel(bias));
  }

  matMul(left: Value, right: Value): Value {
    return this.one("MatMul", [left, right]);
  }

  gemm(
    left: Value,
    right: Value,
    options: {
      readonly bias?: Value | undefined;
      readonly transposeA?: boolean;
      readonly transposeB?: boolean;
      readonly alpha?: number;
    } = {},
  ): Value {
    const { bias, transposeA, transposeB, alpha } = options;
    return this.one("Gemm", [left, right, bias], { transA: flag(transposeA), transB: flag(transposeB), alpha });
  }

  /** Repeats each element of the last two axes. */
  resizeNearest(image: Value, scale: number): Value {
    const scales = this.floats(image.shape.map((_, axis) => (axis < image.shape.length - 2 ? 1 : scale)));
    const attributes = {
      mode: "nearest",
      coordinate_transformation_mode: "asymmetric",
      nearest_mode: "floor",
    } as const;
    return this.one("Resize", [image, undefined, scales], attributes);
  }

  /** Whole, to given sizes of all axes; `sizes` is an int64 tensor. */
  resize(image: Value, sizes: Value, attributes: AttributesFor<"Resize">): Value {
    return this.one("Resize", [image, undefined, undefined, sizes], attributes);
  }

  /** Means over a grid of samples in each cell, with `output_half_pixel`, as torchvision's default: regions are float
   * [regions, 4] as (x1, y1, x2, y2), `images` is int64 [regions]. */
  roiAlign(features: Value, regions: Value, images: Value, options: RoiAlignOptions): Value {
    return this.one("RoiAlign", [features, regions, images], {
      coordinate_transformation_mode: "output_half_pixel",
      output_height: options.outputHeight,
      output_width: options.outputWidth,
      sampling_ratio: options.samplingRatio,
      spatial_scale: options.spatialScale,
    });
  }
}

function poolAttributes(image: Value, { kernel, ceilMode, ...window }: PoolOptions): PoolAttributes {
  const axes = image.shape.length - 2;
  return { ...spreadWindow(window, axes), kernel_shape: spread(kernel, axes) ?? [], ceil_mode: flag(ceilMode) };
}

interface WindowAttributes {
  readonly strides: readonly number[] | undefined;
  readonly pads: readonly number[] | undefined;
  readonly dilations: readonly number[] | undefined;
}

interface PoolAttributes extends WindowAttributes {
  readonly kernel_shape: readonly number[];
  readonly ceil_mode: number | undefined;
}

function spreadWindow({ strides, pads, dilations }: WindowOptions, axes: number): WindowAttributes {
  return { strides: spread(strides, axes), pads: spread(pads, 2 * axes), dilations: spread(dilations, axes) };
}

function spread(value: number | readonly number[] | undefined, length: number): readonly number[] | undefined {
  return typeof value === "number" ? Array.from({ length }, () => value) : value;
}

function flag(value: boolean | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
