/** @file Outputs of a foreign graph, checked before they are read. */
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelOutput } from "../../detection/boxes/model-output";
import type { TensorValue } from "../runtime/session";

interface Expectation {
  /** Number of axes; any unless given. */
  readonly rank?: number;
  /** For a person. */
  readonly expected?: string;
}

/** @throws {Failure} `unsupported` when the output has another type or number of axes. */
export function requireFloats(
  answer: Readonly<Record<string, TensorValue>>,
  name: string,
  { rank, expected = "float32" }: Expectation = {},
): ModelOutput {
  const { [name]: tensor } = answer;
  if (tensor?.data instanceof Float32Array && (rank === undefined || tensor.shape.length === rank)) {
    return { data: tensor.data, shape: tensor.shape };
  }
  const found = tensor ? `${tensor.type} [${tensor.shape.join(", ")}]` : "nothing";
  throw new Failure("unsupported", `The model answered ${found} as ${name}; ${expected} was expected.`);
}
