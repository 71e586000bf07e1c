/** @file RT-DETR with its post-processing inside: an image and its size in; labels, boxes and scores out. */
import { detectorSignature } from "../detector-signature";
import type { TensorValue } from "../runtime/session";
import { requireFloats, requireIntegers } from "./answer-tensors";
import type { GraphFamily } from "./graph-detector";
import { imageTensor } from "./image-tensor";

/** The model is told the size of its own input, so that its boxes come back in pixels of that. */
export const endToEndDetrFamily: GraphFamily = {
  ask: ({ run, ...ends }, { name }) => {
    const signature = detectorSignature(ends, name, "rt-detr-end-to-end");
    const { inputName, outputNames, sizeInputName } = signature;
    return async (input) => {
      const [, height, width] = input.shape;
      const answer = await run({
        [inputName]: imageTensor(input, signature),
        ...(sizeInputName !== undefined && { [sizeInputName]: sizeTensor(width, height) }),
      });
      return {
        boxes: requireFloats(answer, outputNames.boxes, [1, "N", 4]).data,
        scores: requireFloats(answer, outputNames.scores, [1, "N"]).data,
        labels: requireIntegers(answer, outputNames.labels, [1, "N"]),
        boxFormat: "xyxy",
      };
    };
  },
};

function sizeTensor(width: number, height: number): TensorValue {
  return { type: "int64", shape: [1, 2], data: BigInt64Array.of(BigInt(width), BigInt(height)) };
}
