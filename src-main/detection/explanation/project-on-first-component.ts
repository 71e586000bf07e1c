/** @file Projects a layer's activation on its first principal component, which is Eigen-CAM's map. */
import { MersenneTwister } from "../../numerics/random/mersenne-twister";
import type { LayerView } from "./layer-view";

/** [rows × columns] the activation at each place, centred by its mean over all places, projected on the direction in
 * which it varies most: σ₁u₁ of its singular value decomposition. The decomposition leaves the sign open; here the map
 * rises with the sum of the channels. All 0 where no channel varies.
 * @see Muhammad and Yeasin 2020, arXiv:2008.00299 */
export function projectOnFirstComponent(view: Omit<LayerView, "gradient">): Float64Array {
  const matrix = { channels: view.channels, places: view.rows * view.columns, activation: view.activation };
  const { projection } = climb(matrix);
  const sumOfChannels = project(matrix, new Float64Array(matrix.channels).fill(1));
  return dot(projection, sumOfChannels) < 0 ? projection.map((value) => -value) : projection;
}

/** [channels, places]; the centred matrix of the method is its transpose. */
interface ActivationMatrix {
  readonly channels: number;
  readonly places: number;
  readonly activation: Float32Array;
}

/** A unit vector [channels] and the centred matrix times it, [places]. */
interface Direction {
  readonly vector: Float64Array;
  readonly projection: Float64Array;
}

/** Length of the slope relative to the quotient. */
const TOLERANCE = 1e-7;
const MAXIMUM_STEPS = 300;

/** Climbs to the greatest Rayleigh quotient of the Gram matrix by conjugate gradients: each step takes the best
 * direction within a plane, so that neither the Gram matrix nor a decomposition is ever made.
 * @see Bradbury and Fletcher, Numerische Mathematik 9, 1966 */
function climb(matrix: ActivationMatrix): Direction {
  const random = new MersenneTwister(0);
  let best = directed(
    matrix,
    Float64Array.from({ length: matrix.channels }, () => random.random() - 0.5),
  );
  let search: Float64Array | undefined;
  let slopeBefore = best.vector;
  for (let step = 0; step < MAXIMUM_STEPS; step++) {
    const quotient = dot(best.projection, best.projection);
    const slope = combine(projectBack(matrix, best.projection), -quotient, best.vector);
    if (dot(slope, slope) <= (TOLERANCE * quotient) ** 2) break;
    search = search ? nextSearch(search, slope, slopeBefore) : slope;
    slopeBefore = slope;
    const across = directed(matrix, combine(search, -dot(search, best.vector), best.vector));
    best = bestInPlane(best, across);
  }
  return best;
}

/** Polak and Ribière's choice, begun anew where it would turn back. */
function nextSearch(search: Float64Array, slope: Float64Array, slopeBefore: Float64Array): Float64Array {
  const share = (dot(slope, slope) - dot(slope, slopeBefore)) / dot(slopeBefore, slopeBefore);
  return combine(slope, Math.max(share, 0), search);
}

/** The greatest quotient in the plane of two unit vectors at right angles. */
function bestInPlane(one: Direction, other: Direction): Direction {
  const difference = dot(one.projection, one.projection) - dot(other.projection, other.projection);
  const angle = Math.atan2(2 * dot(one.projection, other.projection), difference) / 2;
  const turn = (a: Float64Array, b: Float64Array): Float64Array =>
    a.map((value, at) => Math.cos(angle) * value + Math.sin(angle) * b[at]!);
  return { vector: turn(one.vector, other.vector), projection: turn(one.projection, other.projection) };
}

function directed(matrix: ActivationMatrix, vector: Float64Array): Direction {
  const length = Math.sqrt(dot(vector, vector));
  const unit = vector.map((value) => value / length);
  return { vector: unit, projection: project(matrix, unit) };
}

/** Subtracting the mean of the product is the same as centring each channel first. */
function project({ channels, places, activation }: ActivationMatrix, vector: Float64Array): Float64Array {
  const product = new Float64Array(places);
  for (let channel = 0; channel < channels; channel++) {
    const weight = vector[channel]!;
    const start = channel * places;
    for (let place = 0; place < places; place++) product[place]! += weight * activation[start + place]!;
  }
  const mean = product.reduce((sum, value) => sum + value, 0) / places;
  return product.map((value) => value - mean);
}

/** `projection` sums to 0, so that the channels need not be centred. */
function projectBack({ channels, places, activation }: ActivationMatrix, projection: Float64Array): Float64Array {
  const product = new Float64Array(channels);
  for (let channel = 0; channel < channels; channel++) {
    const start = channel * places;
    let sum = 0;
    for (let place = 0; place < places; place++) sum += projection[place]! * activation[start + place]!;
    product[channel] = sum;
  }
  return product;
}

/** `one` + `factor` × `other`. */
function combine(one: Float64Array, factor: number, other: Float64Array): Float64Array {
  return one.map((value, at) => value + factor * other[at]!);
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!;
  return sum;
}
