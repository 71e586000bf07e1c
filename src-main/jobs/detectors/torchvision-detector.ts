/** @file torchvision's detectors as its exporter writes them: boxes, labels and scores, ready to draw. */
import { detectorSignature } from "../detector-signature";
import { requireFloats, requireIntegers } from "./answer-tensors";
import type { GraphFamily } from "./graph-detector";
import { imageTensor } from "./image-tensor";

export const torchvisionFamily: GraphFamily = {
  isTorchOrdered: true,
  ask: ({ run, ...ends }, { card, name }) => {
    const signature = detectorSignature(ends, name);
    const { inputName, outputNames } = signature;
    return async (input) => {
      const answer = await run({ [inputName]: imageTensor(input, signature) });
      return {
        boxes: requireFloats(answer, outputNames.boxes, ["N", 4]).data,
        scores: requireFloats(answer, outputNames.scores, ["N"]).data,
        labels: requireIntegers(answer, outputNames.labels, ["N"]),
        boxFormat: card.boxFormat,
      };
    };
  },
};
