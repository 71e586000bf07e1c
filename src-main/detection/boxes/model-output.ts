/** @file A model's answer as it came: numbers and their shape. */
import { Failure } from "../../../src-shared/domain/failure";

export interface ModelOutput {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** The sizes behind the first, which must be 1 since models are asked about one image at a time.
 * @throws {Failure} `unsupported` when there are not `rank` sizes in all, or several images; `expected` says what the
 * convention answers. */
export function sizesForOneImage(
  { shape }: ModelOutput,
  { rank, expected }: { readonly rank: number; readonly expected: string },
): readonly number[] {
  if (shape.length === rank && shape[0] === 1) return shape.slice(1);
  throw misshapen({ shape }, expected);
}

/** What to throw where an answer's shape is none that the convention has. */
export function misshapen({ shape }: Pick<ModelOutput, "shape">, expected: string): Failure {
  const found = shape.length === 0 ? "a single number" : `numbers in the shape ${shape.join(" × ")}`;
  return new Failure("unsupported", `The model answered ${found}; ${expected} was expected.`);
}
