/** @file Outputs of a foreign graph, checked before they are read. */
import { Failure } from "../../../src-shared/domain/failure";
import type { TensorValue } from "../runtime/session";

export interface FloatTensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

type Answer = Readonly<Record<string, TensorValue>>;

/** `expected` describes the output for a person, e.g. "float32 rows [1, N, 6]".
 * @throws {Failure} `unsupported` when the output has another type or number of axes. */
export function requireFloats(
  answer: Answer,
  name: string,
  { rank, expected }: { rank: number; expected: string },
): FloatTensor {
  const { [name]: tensor } = answer;
  if (tensor?.data instanceof Float32Array && tensor.shape.length === rank) {
    return { data: tensor.data, shape: tensor.shape };
  }
  const found = tensor ? `${tensor.type} [${tensor.shape.join(", ")}]` : "nothing";
  throw new Failure("unsupported", `The model answered ${found} as ${name}; ${expected} was expected.`);
}
