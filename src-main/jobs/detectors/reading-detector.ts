/** @file Detectors whose graph answers numbers that are read here: each family is one function from these to boxes. */
import type { FoundBoxes } from "../../detection/boxes/found-boxes";
import type { ModelOutput } from "../../detection/boxes/model-output";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import type { ModelCard } from "../../../src-shared/domain/model";
import { detectorSignature } from "../detector-signature";
import type { ConventionOutputs, GraphConvention } from "../output-rules";
import { requireFloats } from "./answer-tensors";
import type { GraphFamily } from "./graph-detector";
import { imageTensor } from "./image-tensor";

/** One image's answer, and what it is read with. */
export interface Reading<Convention extends GraphConvention> {
  readonly names: ConventionOutputs[Convention];
  /** @throws {Failure} `unsupported` when the output holds no float32 numbers. */
  readonly output: (name: string) => ModelOutput;
  readonly card: ModelCard;
  /** Of the model's input, in pixels. */
  readonly imageHeight: number;
  readonly imageWidth: number;
}

/** `read` answers boxes in pixels of the model's input.
 * @throws {Failure} `unsupported` when the answer's shape is none of this convention's. */
export function familyReading<Convention extends GraphConvention>(
  convention: Convention,
  read: (reading: Reading<Convention>) => FoundBoxes,
): GraphFamily {
  return {
    ask: ({ run, ...ends }, { card, name }) => {
      const signature = detectorSignature(ends, name, convention);
      return async (input: PreparedInput) => {
        const answer = await run({ [signature.inputName]: imageTensor(input, signature) });
        const output = (outputName: string): ModelOutput => requireFloats(answer, outputName);
        const [, imageHeight, imageWidth] = input.shape;
        const found = read({ names: signature.outputNames, output, card, imageHeight, imageWidth });
        return { ...found, boxFormat: "xyxy" };
      };
    },
  };
}
