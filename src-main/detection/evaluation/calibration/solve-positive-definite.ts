/** @file Solves a few linear equations whose matrix is symmetric and positive definite. */

/** Smallest pivot that is divided by: rounding can leave less where columns of the matrix almost agree. */
const LEAST_PIVOT = 1e-15;

/** x with matrix · x = right, by Cholesky's factorisation. Of `matrix` [N, N] only the lower triangle is read.
 * @see Golub and Van Loan, Matrix Computations, section 4.2 */
export function solvePositiveDefinite(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const factor = factorise(matrix);
  const size = right.length;
  const solution = right.slice();
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) solution[row]! -= factor[row]![column]! * solution[column]!;
    solution[row]! /= factor[row]![row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let below = row + 1; below < size; below++) solution[row]! -= factor[below]![row]! * solution[below]!;
    solution[row]! /= factor[row]![row]!;
  }
  return solution;
}

/** The lower triangle L with L · Lᵀ = matrix. */
function factorise(matrix: readonly Float64Array[]): readonly Float64Array[] {
  const factor = matrix.map((row) => row.slice());
  factor.forEach((row, i) => {
    for (let j = 0; j <= i; j++) {
      let value = row[j]!;
      for (let k = 0; k < j; k++) value -= row[k]! * factor[j]![k]!;
      row[j] = i === j ? Math.sqrt(Math.max(value, LEAST_PIVOT)) : value / factor[j]![j]!;
    }
  });
  return factor;
}
