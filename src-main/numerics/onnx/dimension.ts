/** @file Arithmetic on sizes of which some are known at run time only, such that equal sizes get equal texts.
 *
 * A text is a polynomial with whole coefficients over names and over `floor(p/q)`, `max(p, q)` and `min(p, q)`, in one
 * canonical spelling. So `32*rows` halved five times is `rows`, and a network's shapes stay exact while its image's
 * are open. Names stand for whole numbers that are not negative. */
import type { Dimension } from "./graph";
import {
  asConstant,
  constantOf,
  difference,
  divideDown,
  extreme,
  parsePolynomial,
  printPolynomial,
  product,
  sum,
  type Polynomial,
} from "./polynomial";

/** The canonical spelling of a size: `rows*32` becomes `32*rows`, a text that is no formula stays as it is. */
export function canonicalSize(size: Dimension): Dimension {
  return typeof size === "number" ? size : print(parse(size));
}

/** `left + right`. */
export function addSizes(left: Dimension, right: Dimension): Dimension {
  if (typeof left === "number" && typeof right === "number") return left + right;
  return print(sum(parse(left), parse(right)));
}

/** `left - right`, which may be below zero. */
export function subtractSizes(left: Dimension, right: Dimension): Dimension {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return print(difference(parse(left), parse(right)));
}

/** `left · right`; none is -0, which would not equal 0 as a text. */
export function multiplySizes(left: Dimension, right: Dimension): Dimension {
  if (typeof left === "number" && typeof right === "number") return left * right + 0;
  return print(product(parse(left), parse(right)));
}

/** Rounds towards minus infinity; `divisor` is not zero. */
export function divideSizesDown(size: Dimension, divisor: Dimension): Dimension {
  if (typeof size === "number" && typeof divisor === "number") return Math.floor(size / divisor) + 0;
  return print(divideDown(parse(size), parse(divisor)));
}

/** Rounds towards plus infinity; `divisor` is not zero. */
export function divideSizesUp(size: Dimension, divisor: number): Dimension {
  return divideSizesDown(addSizes(size, divisor - 1), divisor);
}

/** The larger of the two in each run: a formula where it is not the same one in all. */
export function largerSize(left: Dimension, right: Dimension): Dimension {
  return chooseSize(left, right, "max");
}

/** The smaller of the two in each run. */
export function smallerSize(left: Dimension, right: Dimension): Dimension {
  return chooseSize(left, right, "min");
}

/** How many elements a tensor of these sizes has. */
export function productOfSizes(sizes: readonly Dimension[]): Dimension {
  return sizes.reduce<Dimension>(multiplySizes, 1);
}

/** `left - right` where that is the same number in every run. */
export function fixedDifference(left: Dimension, right: Dimension): number | undefined {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return asConstant(difference(parse(left), parse(right)));
}

/** Whether the two may be equal in some run, as far as their texts tell. */
export function mayBeEqual(left: Dimension, right: Dimension): boolean {
  return (fixedDifference(left, right) ?? 0) === 0;
}

function chooseSize(left: Dimension, right: Dimension, choice: "max" | "min"): Dimension {
  const apart = fixedDifference(left, right);
  if (apart !== undefined) return (choice === "max") === apart >= 0 ? left : right;
  const known = left === 0 ? right : left;
  // Without a minus, a formula over sizes is never below zero.
  if ((left === 0 || right === 0) && !String(known).includes("-")) return choice === "max" ? known : 0;
  return print(extreme(choice, parse(left), parse(right)));
}

function parse(size: Dimension): Polynomial {
  return typeof size === "number" ? constantOf(size) : parsePolynomial(size);
}

function print(polynomial: Polynomial): Dimension {
  return asConstant(polynomial) ?? printPolynomial(polynomial);
}
