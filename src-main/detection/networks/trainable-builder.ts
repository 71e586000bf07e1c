/** @file Builds the layers of a network that learns: weights that move are inputs, and batch norms may go by the batch. */
import type { Precision } from "../../../src-shared/domain/device";
import { normaliseByBatch, type NormalisedByBatch } from "../../numerics/autodiff/batch-normalisation";
import type { Value } from "../../numerics/onnx/builder";
import type { GradientStep } from "../../numerics/autodiff/forward-pass";
import { convolveMaps, placesOfRows, rowsOfPlaces } from "../../numerics/onnx/convolve-maps";
import type { Normalisation } from "./architecture";
import { NetworkBuilder, type Layer, type NormedOptions } from "./network-builder";
import type { Parameters } from "./parameters";

export interface TrainableOptions {
  readonly batchNormEpsilon?: number | undefined;
  readonly isTrained: (parameter: string) => boolean;
  /** Whether a batch norm goes by the batch's own statistics; else by the checkpoint's, which then stay. */
  readonly goesByBatch: (norm: string) => boolean;
  /** Half: weights stay in single precision, and so do norms, losses and updates; what lies between them is halved. */
  readonly precision?: Precision | undefined;
}

/** What one batch norm found of its batch: see `NormalisedByBatch`. */
export interface BatchStatistics extends Omit<NormalisedByBatch, "step"> {
  readonly norm: string;
}

export class TrainableBuilder extends NetworkBuilder {
  /** The inputs that weights come by, by their names in the checkpoint. */
  readonly trained = new Map<string, Value>();
  readonly statistics: BatchStatistics[] = [];
  /** Batch norms as the way back is to see them. */
  readonly steps: GradientStep[] = [];
  readonly #options: TrainableOptions;
  /** Of trained weights in the network's own precision: what reads one several times rounds it once. */
  readonly #rounded = new Map<string, Value>();

  constructor(name: string, parameters: Parameters, options: TrainableOptions) {
    super(name, parameters, options);
    this.#options = options;
  }

  override normedConvolution(name: string, { norm, normalisation, ...options }: NormedOptions): Layer {
    if (isByChannel(normalisation) && normalisation === "batch" && this.#options.goesByBatch(norm)) {
      const convolve = this.convolution(name, options);
      const normalise = this.#batchNormalisation(norm);
      return (input) => normalise(convolve(input));
    }
    const isFolded = isByChannel(normalisation) && this.#options.isTrained(`${name}.weight`);
    if (isFolded) return this.convolve(name, { bias: undefined, ...this.#folded(name, norm) }, options);
    return super.normedConvolution(name, { norm, normalisation, ...options });
  }

  /** A 3 × 3 convolution and its norm, of many small maps as places: see `convolve-maps.ts`.
   * @returns undefined where the block cannot be had so */
  placeBlock(name: string, normalisation: Normalisation, side: number): Layer | undefined {
    const [weightName, norm] = [`${name}.0.weight`, `${name}.1`];
    // What has to be quick on a processor gains nothing on the devices that halve.
    if (this.#options.precision === "half") return undefined;
    const [filters, , height, width] = this.parameters.shapeOf(weightName) ?? [];
    if (!isByChannel(normalisation) || !this.#options.isTrained(weightName) || height !== 3 || width !== 3)
      return undefined;
    const goesByBatch = normalisation === "batch" && this.#options.goesByBatch(norm);
    const { weight, bias } = goesByBatch ? { weight: this.weight(weightName) } : this.#folded(`${name}.0`, norm);
    const normalise = bias ? (rows: Value) => this.graph.add(rows, bias) : this.#batchNormalisation(norm, side * side);
    return (input) => {
      const places = this.graph.within(name, () => convolveMaps(this.graph, input, weight));
      return placesOfRows(this.graph, normalise(rowsOfPlaces(this.graph, places, filters!)), side);
    };
  }

  protected override weight(name: string): Value {
    if (!this.#options.isTrained(name)) return super.weight(name);
    const value = this.#rounded.get(name) ?? this.toOwnPrecision(this.#input(name));
    this.#rounded.set(name, value);
    return value;
  }

  protected override wholeWeight(name: string): Value {
    return this.#options.isTrained(name) ? this.#input(name) : super.wholeWeight(name);
  }

  /** One input however often a weight is asked for. */
  #input(name: string): Value {
    const value = this.trained.get(name) ?? this.graph.input(name, "float32", this.parameters.shapeOf(name) ?? []);
    this.trained.set(name, value);
    return value;
  }

  /** Of maps, or of tables with so many parts. */
  #batchNormalisation(norm: string, parts = 1): Layer {
    const [scale, bias] = [this.wholeWeight(`${norm}.weight`), this.wholeWeight(`${norm}.bias`)];
    return (input) =>
      this.graph.within(norm, () => {
        const whole = this.graph.cast(input, "float32");
        const found = normaliseByBatch(this.graph, whole, { scale, bias, epsilon: this.epsilon, parts });
        this.statistics.push({ norm, ...found });
        this.steps.push(found.step);
        return this.toOwnPrecision(found.normalised);
      });
  }

  /** A norm with fixed statistics multiplies each filter: so it does to the few numbers of the weight, and not to all
   * those of the image. */
  #folded(name: string, norm: string): { readonly weight: Value; readonly bias?: Value } {
    const { weight: scale, bias: shift, mean, variance, epsilon } = this.batchNorm(norm);
    const factors = scale.map((value, channel) => value / Math.sqrt(variance[channel]! + epsilon));
    const weight = this.wholeWeight(`${name}.weight`);
    const perFilter = [factors.length, ...weight.shape.slice(1).map(() => 1)];
    const folded = this.graph.mul(weight, this.graph.floats(factors, perFilter));
    const offsets = shift.map((value, channel) => value - mean[channel]! * factors[channel]!);
    return { weight: this.toOwnPrecision(folded), bias: this.toOwnPrecision(this.graph.floats(offsets)) };
  }
}

/** Whether it scales and shifts each channel by statistics that the checkpoint has. */
function isByChannel(normalisation: Normalisation): boolean {
  return normalisation === "batch" || normalisation === "frozen-batch";
}
