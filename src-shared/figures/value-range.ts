/** @file A range of values between two edges, one of which it holds, as the bins of a histogram do. */

/** NumPy's histograms hold the lower edge of a bin and both in the last; scikit-learn's calibration bins hold the upper
 * one and both in the first. */
export interface ValueRange {
  readonly from: number;
  /** Absent: no bound. */
  readonly to?: number | undefined;
  readonly holds: "lower-edge" | "upper-edge" | "both-edges";
}

/** Compares the numbers as they are, so that whoever counted a bin with the same edges counted the same values. */
export function isInRange(value: number, { from, to, holds }: ValueRange): boolean {
  if (holds === "upper-edge" ? value <= from : value < from) return false;
  return to === undefined || (holds === "lower-edge" ? value < to : value <= to);
}

/** Ranges between neighbouring edges as `numpy.histogram` bins: each holds its lower edge, the last one both. */
export function rangesBetween(edges: readonly number[]): readonly (ValueRange & { readonly to: number })[] {
  return edges.slice(1).map((to, index) => ({
    from: edges[index]!,
    to,
    holds: index === edges.length - 2 ? "both-edges" : "lower-edge",
  }));
}
