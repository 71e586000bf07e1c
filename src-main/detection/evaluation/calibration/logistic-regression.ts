/** @file Fits the log odds of an event as a weighted sum of few features: the regression behind calibrations. */
import { sigmoid } from "../../../../src-shared/figures/logit";
import { solvePositiveDefinite } from "./solve-positive-definite";

export interface LogisticRegression {
  /** One for each feature. */
  readonly coefficients: readonly number[];
  readonly intercept: number;
}

/** A ridge on the coefficients, for each row: it moves a fit in about its ninth digit, and gives one to rows that a
 * threshold separates, or that all look alike, where the likelihood alone has none. */
const RIDGE = 1e-9;
const MOST_STEPS = 100;
const MOST_HALVINGS = 30;
/** A move that promises to lower the cost by less is not checked: the cost itself is rounded at 1e-16. */
const LEAST_CHECKED_GAIN = 1e-12;
/** After a move that promises less, the next one would promise its square. */
const LEAST_GAIN = 1e-18;

/** The most likely sum, by Newton's method (iteratively reweighted least squares) with halved steps.
 * `features` are F columns of [N]; `targets` [N] are 0 or 1, or shares between. F is small: each step solves F + 1
 * equations. About 25 ns a row and step.
 * @see Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 4.4.1 */
export function fitLogisticRegression(
  features: readonly Float64Array[],
  targets: ArrayLike<number>,
): LogisticRegression {
  const columns = [...features, new Float64Array(targets.length).fill(1)];
  let weights = new Float64Array(columns.length);
  for (let step = 0; step < MOST_STEPS; step++) {
    const move = newtonMove(columns, targets, weights);
    const next = descend(columns, targets, { weights, ...move });
    if (next === weights) break;
    weights = next;
    if (move.gain < LEAST_GAIN) break;
  }
  return { coefficients: [...weights.subarray(0, features.length)], intercept: weights[features.length]! };
}

type Columns = readonly Float64Array[];

interface Move {
  /** To be taken from the weights. */
  readonly step: Float64Array;
  /** Twice of what the cost would fall by, were it as curved everywhere as here. */
  readonly gain: number;
}

/** Takes the whole step, or the half, the quarter, … of it that lowers the cost. */
function descend(
  columns: Columns,
  targets: ArrayLike<number>,
  { weights, step, gain }: Move & { readonly weights: Float64Array<ArrayBuffer> },
): Float64Array<ArrayBuffer> {
  const after = (share: number): Float64Array<ArrayBuffer> =>
    weights.map((weight, index) => weight - step[index]! * share);
  if (gain < LEAST_CHECKED_GAIN) return after(1);
  const cost = costOf(columns, targets, weights);
  for (let halving = 0; halving < MOST_HALVINGS; halving++) {
    const next = after(2 ** -halving);
    if (costOf(columns, targets, next) < cost) return next;
  }
  return weights;
}

/** Mean negative log likelihood with the ridge. */
function costOf(columns: Columns, targets: ArrayLike<number>, weights: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < targets.length; row++) {
    const value = valueAt(columns, weights, row);
    // ln(1 + exp(value)) − target · value, without overflow.
    sum += Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value))) - targets[row]! * value;
  }
  const ridge = weights.subarray(0, -1).reduce((total, weight) => total + weight * weight, 0);
  return sum / targets.length + (RIDGE / 2) * ridge;
}

function newtonMove(columns: Columns, targets: ArrayLike<number>, weights: Float64Array): Move {
  const size = columns.length;
  const gradient = new Float64Array(size);
  const hessian = Array.from({ length: size }, () => new Float64Array(size));
  for (let row = 0; row < targets.length; row++) {
    const share = sigmoid(valueAt(columns, weights, row));
    const curvature = share * (1 - share);
    for (let i = 0; i < size; i++) {
      gradient[i]! += (columns[i]![row]! * (share - targets[row]!)) / targets.length;
      for (let j = 0; j <= i; j++)
        hessian[i]![j]! += (columns[i]![row]! * columns[j]![row]! * curvature) / targets.length;
    }
  }
  for (let i = 0; i < size - 1; i++) {
    gradient[i]! += RIDGE * weights[i]!;
    hessian[i]![i]! += RIDGE;
  }
  const step = solvePositiveDefinite(hessian, gradient);
  return { step, gain: step.reduce((sum, move, index) => sum + move * gradient[index]!, 0) };
}

function valueAt(columns: Columns, weights: Float64Array, row: number): number {
  let value = 0;
  for (let index = 0; index < columns.length; index++) value += columns[index]![row]! * weights[index]!;
  return value;
}
