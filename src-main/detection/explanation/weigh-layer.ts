/** @file Weighs a layer's channels by their gradients and adds them up to a map of what speaks for a score. */
import type { MapMethod } from "../../../src-shared/domain/explanation";
import { Failure } from "../../../src-shared/domain/failure";
import type { HeatMap, LayerView } from "./layer-view";
import { projectOnFirstComponent } from "./project-on-first-component";

/** The methods that look at one layer. */
export type LayerMethod = Exclude<MapMethod, "d-rise">;

/** The map of one layer at the layer's own size, [rows, columns], not scaled; what speaks against the score is 0. An
 * Eigen-CAM map reads no gradient, so it is the same for every target.
 * @throws {Failure} `unsupported` when the layer holds numbers that are not finite.
 * @see pytorch-grad-cam: GradCAM (Selvaraju et al. 2017, arXiv:1610.02391), GradCAMPlusPlus (Chattopadhyay et al. 2018,
 * arXiv:1710.11063), HiResCAM (Draelos and Carin 2020, arXiv:2011.08891), EigenCAM (Muhammad and Yeasin 2020,
 * arXiv:2008.00299) */
export function weighLayer(method: LayerMethod, view: LayerView): HeatMap {
  const sums = MAKERS[method](view);
  const values = Float32Array.from(sums, (sum) => (sum < 0 ? 0 : sum));
  if (!values.every(Number.isFinite)) {
    throw new Failure("unsupported", "The layer holds numbers that are not finite, so no map can be made there.");
  }
  return { rows: view.rows, columns: view.columns, values };
}

const MAKERS = {
  "grad-cam": (view) => addWeighted(view, meansOfGradient(view)),
  "grad-cam++": (view) => addWeighted(view, powersOfGradient(view)),
  "hires-cam": addProducts,
  "eigen-cam": projectOnFirstComponent,
} satisfies Record<LayerMethod, (view: LayerView) => Float64Array>;

/** [channels] the mean of the gradient over all places. */
function meansOfGradient({ channels, rows, columns, gradient }: LayerView): Float64Array {
  const places = rows * columns;
  return Float64Array.from({ length: channels }, (_, channel) => sumOfPlane(gradient, channel, places) / places);
}

/** Keeps the denominator from 0 where gradients are small; the library's own figure. */
const EPSILON = 1e-6;

/** [channels] the sum of the positive gradient, each place weighed by G² / (2 G² + ΣA · G³). */
function powersOfGradient({ channels, rows, columns, activation, gradient }: LayerView): Float64Array {
  const places = rows * columns;
  return Float64Array.from({ length: channels }, (_, channel) => {
    const sumOfActivation = sumOfPlane(activation, channel, places);
    let weight = 0;
    for (let at = channel * places; at < (channel + 1) * places; at++) {
      const slope = gradient[at]!;
      if (slope <= 0) continue;
      const square = slope * slope;
      weight += (slope * square) / (2 * square + sumOfActivation * square * slope + EPSILON);
    }
    return weight;
  });
}

function sumOfPlane(values: Float32Array, channel: number, places: number): number {
  let sum = 0;
  for (let at = channel * places; at < (channel + 1) * places; at++) sum += values[at]!;
  return sum;
}

function addWeighted({ channels, rows, columns, activation }: LayerView, weights: Float64Array): Float64Array {
  const places = rows * columns;
  const sums = new Float64Array(places);
  for (let channel = 0; channel < channels; channel++) {
    const weight = weights[channel]!;
    const start = channel * places;
    for (let place = 0; place < places; place++) sums[place]! += weight * activation[start + place]!;
  }
  return sums;
}

function addProducts({ channels, rows, columns, activation, gradient }: LayerView): Float64Array {
  const places = rows * columns;
  const sums = new Float64Array(places);
  for (let at = 0; at < channels * places; at++) sums[at % places]! += activation[at]! * gradient[at]!;
  return sums;
}
