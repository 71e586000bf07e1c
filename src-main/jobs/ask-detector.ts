/** @file One image through a detector: tensor in, checked answer out. */
import { Failure } from "../../src-shared/domain/failure";
import type { PreparedInput } from "../detection/preprocessing/prepare-input";
import type { DetectorOutputs, DetectorSignature } from "./detector-signature";
import type { Session, TensorValue } from "./runtime/session";

export interface DetectorAnswer {
  /** [N, 4] */
  readonly boxes: Float32Array;
  /** [N] */
  readonly scores: Float32Array;
  /** [N] */
  readonly labels: BigInt64Array | Int32Array;
}

/** @throws {Failure} `unsupported` when the answer has other types or ranks than a detector's, or the run fails. */
export async function askDetector(
  session: Pick<Session, "run">,
  signature: DetectorSignature,
  { data, shape }: Pick<PreparedInput, "data" | "shape">,
): Promise<DetectorAnswer> {
  const image: TensorValue = { type: "float32", shape: signature.hasBatchAxis ? [1, ...shape] : shape, data };
  const answer = await session.run({ [signature.inputName]: image });
  const output = (name: keyof DetectorOutputs): TensorValue | undefined => answer[signature.outputNames[name]];
  const boxes = output("boxes");
  if (!(boxes?.data instanceof Float32Array) || boxes.shape.length !== 2 || boxes.shape[1] !== 4) {
    throw unexpected("boxes", boxes, "float32 [N, 4]");
  }
  const scores = output("scores");
  if (!(scores?.data instanceof Float32Array) || scores.shape.length !== 1) {
    throw unexpected("scores", scores, "float32 [N]");
  }
  const labels = output("labels");
  const isInteger = labels?.data instanceof BigInt64Array || labels?.data instanceof Int32Array;
  if (!labels || !isInteger || labels.shape.length !== 1) throw unexpected("labels", labels, "int64 [N]");
  return { boxes: boxes.data, scores: scores.data, labels: labels.data as BigInt64Array | Int32Array };
}

function unexpected(name: string, found: TensorValue | undefined, expected: string): Failure {
  const words = found ? `${found.type} [${found.shape.join(", ")}]` : "nothing";
  return new Failure("unsupported", `The model answered ${words} as ${name}; ${expected} was expected.`);
}
