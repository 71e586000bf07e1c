/** @file Builds the layers of a network from a checkpoint's weights, each by its name in torchvision. */
import type { Precision } from "../../../src-shared/domain/device";
import { Failure } from "../../../src-shared/domain/failure";
import { GraphBuilder, type Value } from "../../numerics/onnx/builder";
import { toFloat16Bits } from "../../numerics/tensor/float16";
import type { Tensor } from "../../numerics/tensor/tensor";
import type { Normalisation } from "./architecture";
import { foldBatchNormInto, type BatchNorm } from "./fold-batch-norm";
import type { Parameters } from "./parameters";

/** Applied to one tensor or to several, as a head is to all levels of a pyramid: its weights stand in the graph once. */
export type Layer = (input: Value) => Value;

export interface NetworkOptions {
  /** Half precision keeps weights and sums in float16; what enters and leaves stays float32. */
  readonly precision?: Precision | undefined;
  /** Added to the variance of batch norms; torchvision's 1e-5 where it is left out. */
  readonly batchNormEpsilon?: number | undefined;
  /** Fixes the size of the image, in pixels: multiples of 32. */
  readonly imageSize?: ImageSize | undefined;
}

export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

export interface ConvolutionOptions {
  readonly stride?: number;
  readonly groups?: number;
}

export interface NormedOptions extends ConvolutionOptions {
  readonly normalisation: Normalisation;
  /** Name of the norm. */
  readonly norm: string;
}

/** torchvision's number, and torch's epsilon. */
const GROUP_NORM = { groups: 32, epsilon: 1e-5 };

export class NetworkBuilder {
  readonly graph: GraphBuilder;
  protected readonly parameters: Parameters;
  protected readonly epsilon: number;
  readonly #isHalf: boolean;

  constructor(
    name: string,
    parameters: Parameters,
    { precision = "single", batchNormEpsilon = 1e-5 }: NetworkOptions = {},
  ) {
    this.graph = new GraphBuilder(name);
    this.parameters = parameters;
    this.#isHalf = precision === "half";
    this.epsilon = batchNormEpsilon;
  }

  /** [1, 3, height, width], normalised. */
  imageInput(size?: ImageSize): Value {
    // Multiples of 32, so that the levels of a pyramid are known to fit on one another.
    const sizes = size ? [size.height, size.width] : ["32*rows", "32*columns"];
    return this.toOwnPrecision(this.graph.input("image", "float32", [1, 3, ...sizes]));
  }

  toOwnPrecision(value: Value): Value {
    return this.graph.cast(value, this.#isHalf ? "float16" : "float32");
  }

  output(name: string, value: Value): void {
    this.graph.output(name, this.graph.cast(value, "float32"));
  }

  /** Keeps the size of the map at stride 1. Its bias is added where the checkpoint has one. */
  convolution(name: string, options: ConvolutionOptions = {}): Layer {
    const weight = this.weight(`${name}.weight`);
    const bias = this.parameters.shapeOf(`${name}.bias`) && this.weight(`${name}.bias`);
    return this.convolve(name, { weight, bias }, options);
  }

  /** A convolution and the norm behind it, which becomes part of it where its statistics are fixed. */
  normedConvolution(name: string, { norm, normalisation, ...options }: NormedOptions): Layer {
    if (normalisation === "none") return this.convolution(name, options);
    if (normalisation === "group") {
      const convolve = this.convolution(name, options);
      const normalise = this.#groupNorm(norm);
      return (input) => normalise(convolve(input));
    }
    const unfolded = { weight: this.parameters.load(`${name}.weight`), bias: this.#optional(`${name}.bias`) };
    const { weight, bias } = foldBatchNormInto(this.batchNorm(norm), unfolded);
    const folded = { weight: this.constant(`${name}.weight`, weight), bias: this.constant(`${name}.bias`, bias) };
    return this.convolve(name, folded, options);
  }

  /** torchvision's Conv2dNormActivation without its activation. */
  block(name: string, normalisation: Normalisation, options: ConvolutionOptions = {}): Layer {
    return this.normedConvolution(`${name}.0`, { ...options, norm: `${name}.1`, normalisation });
  }

  /** [R, inputs] to [R, outputs]. */
  linear(name: string): Layer {
    const weight = this.weight(`${name}.weight`);
    const bias = this.weight(`${name}.bias`);
    return (input) => this.graph.within(name, () => this.graph.gemm(input, weight, { bias, transposeB: true }));
  }

  relu(layer: Layer): Layer {
    return (input) => this.graph.relu(layer(input));
  }

  /** One of the checkpoint's, as it is. */
  protected weight(name: string): Value {
    return this.constant(name, this.parameters.load(name));
  }

  /** In single precision whatever the network's. */
  protected wholeWeight(name: string): Value {
    const data = this.parameters.load(name);
    return this.graph.constant({ type: "float32", shape: this.parameters.shapeOf(name) ?? [data.length], data }, name);
  }

  protected convolve(
    name: string,
    { weight, bias }: { readonly weight: Value; readonly bias: Value | undefined },
    { stride = 1, groups = 1 }: ConvolutionOptions,
  ): Layer {
    const kernel = Number(weight.shape[2]);
    const options = { bias, strides: stride, pads: (kernel - 1) / 2, group: groups };
    return (input) => this.graph.within(name, () => this.graph.conv(input, weight, options));
  }

  /** @throws {Failure} `unsupported` for a variance that batch norm cannot divide by the root of. */
  protected batchNorm(name: string): BatchNorm {
    const variance = this.parameters.load(`${name}.running_var`);
    const place = variance.findIndex((value) => !(value + this.epsilon > 0));
    if (place >= 0) {
      const found = `${variance[place]} in ${name}.running_var`;
      throw new Failure("unsupported", `The weights hold a variance of ${found}; batch norm divides by its root.`);
    }
    return {
      weight: this.parameters.load(`${name}.weight`),
      bias: this.parameters.load(`${name}.bias`),
      mean: this.parameters.load(`${name}.running_mean`),
      variance,
      epsilon: this.epsilon,
    };
  }

  /** Its sums run over whole maps, too many for half precision. */
  #groupNorm(name: string): Layer {
    const parameters = { scale: this.wholeWeight(`${name}.weight`), bias: this.wholeWeight(`${name}.bias`) };
    const [channels] = parameters.scale.shape;
    if (Number(channels) % GROUP_NORM.groups !== 0) {
      const expected = `a multiple of torchvision's ${GROUP_NORM.groups} groups was expected`;
      throw new Failure(
        "unsupported",
        `The weights hold a group norm of ${channels} channels in ${name}; ${expected}.`,
      );
    }
    return (input) =>
      this.graph.within(name, () => {
        const whole = this.graph.cast(input, "float32");
        return this.toOwnPrecision(this.graph.groupNormalization(whole, { ...GROUP_NORM, ...parameters }));
      });
  }

  #optional(name: string): Float32Array | undefined {
    return this.parameters.shapeOf(name) ? this.parameters.load(name) : undefined;
  }

  /** @throws {Failure} `unsupported` when a number does not fit in half precision. */
  protected constant(name: string, values: Float32Array): Value {
    const shape = this.parameters.shapeOf(name) ?? [values.length];
    return this.graph.constant(
      this.#isHalf ? halved(name, values, shape) : { type: "float32", shape, data: values },
      name,
    );
  }
}

/** Half precision ends at 65,504; what is as large as 65,520 would be rounded to infinity. */
const FIRST_INFINITE = 65520;

function halved(name: string, values: Float32Array, shape: readonly number[]): Tensor {
  const place = values.findIndex((value) => Math.abs(value) >= FIRST_INFINITE);
  if (place >= 0) {
    const found = `${values[place]} in ${name}`;
    throw new Failure("unsupported", `The weights hold ${found}, which is too large for half precision; try single.`);
  }
  return { type: "float16", shape, data: toFloat16Bits(values) };
}
