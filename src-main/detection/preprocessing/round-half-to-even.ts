/** @file Rounding as Python, NumPy, torch and OpenCV do it. */

/** The nearest whole number; the even one of two that are equally near, and never a negative zero. */
export function roundHalfToEven(value: number): number {
  const isHalf = value - Math.floor(value) === 0.5;
  return (isHalf ? 2 * Math.round(value / 2) : Math.round(value)) + 0;
}
