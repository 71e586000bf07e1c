/** @file The places of DETR's answers and of its real-time kin's: each class of each query. */
import type { ImageSize } from "../boxes/clip-boxes";
import { misshapen, sizesForOneImage } from "../boxes/model-output";
import { sigmoidsFloat32 } from "../boxes/sigmoid-float32";
import { softmaxFloat32 } from "../boxes/softmax-float32";
import { cornersAround, type NamedOutput, type ScoredPlaces } from "./scored-places";

export interface DetrOutputs {
  /** [1, queries, classes] */
  readonly logits: NamedOutput;
  /** [1, queries, 4]: centre x, centre y, width, height, as shares of the model's input. */
  readonly boxes: NamedOutput;
}

/** DETR: softmax over the classes and a last "no object", which is no place.
 * @throws {Failure} `unsupported` for another shape. */
export function placesOfDetr({ logits, boxes }: DetrOutputs, imageSize: ImageSize): ScoredPlaces {
  const expected = "1 × queries × (classes + 1)";
  const [queries = 0, width = 0] = sizesForOneImage(logits, { rank: 3, expected });
  if (width < 2) throw misshapen(logits, expected);
  const classes = width - 1;
  const shares = softmaxFloat32(logits.data, width);
  const rowOf = (place: number): number => Math.floor(place / classes) * width;
  const shareOf = (place: number): number => shares[rowOf(place) + (place % classes)]!;
  return {
    ...placesWith(boxes, classes, imageSize),
    scores: Float32Array.from({ length: queries * classes }, (_, place) => shareOf(place)),
    // The derivative of softmax: p (1 − p) by the class's own logit, −p q by that of each other class.
    slopesOf: (place) => {
      const own = place % classes;
      return Array.from({ length: width }, (_, label) => {
        const at = rowOf(place) + label;
        return { output: logits.name, at, slope: shareOf(place) * (Number(label === own) - shares[at]!) };
      });
    },
  };
}

/** RT-DETR: each class of each query has a logistic score of its own.
 * @throws {Failure} `unsupported` for another shape. */
export function placesOfRtDetr({ logits, boxes }: DetrOutputs, imageSize: ImageSize): ScoredPlaces {
  const [, classes = 0] = sizesForOneImage(logits, { rank: 3, expected: "1 × queries × classes" });
  const scores = sigmoidsFloat32(logits.data);
  return {
    ...placesWith(boxes, classes, imageSize),
    scores,
    slopesOf: (place) => [{ output: logits.name, at: place, slope: scores[place]! * (1 - scores[place]!) }],
  };
}

function placesWith(
  { data }: NamedOutput,
  classes: number,
  { imageWidth, imageHeight }: ImageSize,
): Pick<ScoredPlaces, "labelOf" | "boxOf"> {
  return {
    labelOf: (place) => place % classes,
    boxOf: (place) => {
      const at = 4 * Math.floor(place / classes);
      return cornersAround(
        data[at]! * imageWidth,
        data[at + 1]! * imageHeight,
        data[at + 2]! * imageWidth,
        data[at + 3]! * imageHeight,
      );
    },
  };
}
