/** @file RT-DETR with its post-processing inside: an image and its size in; labels, boxes and scores out. */
import { Failure } from "../../../src-shared/domain/failure";
import { detectorSignature } from "../detector-signature";
import type { TensorValue } from "../runtime/session";
import { requireFloats } from "./answer-tensors";
import { openerOf } from "./graph-detector";
import { imageTensor } from "./image-tensor";

/** The model is told the size of its own input, so that its boxes come back in pixels of that. */
export const openEndToEndDetrDetector = openerOf({
  ask: ({ run, ...ends }, { name }) => {
    const signature = detectorSignature(ends, name, "rt-detr-end-to-end");
    const { inputName, outputNames, sizeInputName } = signature;
    return async (input) => {
      const [, height, width] = input.shape;
      const answer = await run({
        [inputName]: imageTensor(input, signature),
        ...(sizeInputName !== undefined && { [sizeInputName]: sizeTensor(width, height) }),
      });
      const boxes = requireFloats(answer, outputNames.boxes, { rank: 3, expected: "float32 boxes [1, N, 4]" }).data;
      const scores = requireFloats(answer, outputNames.scores, { rank: 2, expected: "float32 scores [1, N]" }).data;
      return { boxes, scores, labels: requireLabels(answer[outputNames.labels]), boxFormat: "xyxy" };
    };
  },
});

function sizeTensor(width: number, height: number): TensorValue {
  return { type: "int64", shape: [1, 2], data: BigInt64Array.of(BigInt(width), BigInt(height)) };
}

function requireLabels(labels: TensorValue | undefined): BigInt64Array | Int32Array {
  if (labels?.data instanceof BigInt64Array || labels?.data instanceof Int32Array) return labels.data;
  throw new Failure("unsupported", `The model answered ${labels?.type ?? "nothing"} as labels; int64 was expected.`);
}
