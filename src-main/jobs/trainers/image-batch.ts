/** @file Several images as one tensor, in the size of the network. */
import { fitToNetwork, type FitSettings, type FittedImage } from "../../detection/preprocessing/fit-to-network";
import type { LabelledBoxes } from "../../detection/training/labelled-boxes";
import type { TensorValue } from "../runtime/session";
import type { TrainingImage } from "./trainer";

export interface ImageBatch {
  /** [images, 3, height, width]: smaller images stand in the upper left corner, with zeros around. */
  readonly image: TensorValue;
  readonly fitted: readonly FittedImage[];
  /** Boxes in pixels of the network's images. */
  readonly references: readonly LabelledBoxes[];
  readonly height: number;
  readonly width: number;
}

/** @see torchvision 0.14, GeneralizedRCNNTransform, batch_images and resize_boxes */
export function batchImages(images: readonly TrainingImage[], settings: FitSettings): ImageBatch {
  const fitted = images.map(({ input }) => fitToNetwork(input, settings));
  const height = Math.max(...fitted.map(({ paddedHeight }) => paddedHeight));
  const width = Math.max(...fitted.map(({ paddedWidth }) => paddedWidth));
  const data = new Float32Array(images.length * 3 * height * width);
  for (const [index, image] of fitted.entries()) {
    placeInto(image, { height, width }, data.subarray(index * 3 * height * width));
  }
  return {
    image: { type: "float32", shape: [images.length, 3, height, width], data },
    fitted,
    references: images.map(({ boxes, labels }, index) => ({ boxes: scaled(boxes, fitted[index]!), labels })),
    height,
    width,
  };
}

function placeInto(
  { data, paddedHeight, paddedWidth }: FittedImage,
  { height, width }: Pick<ImageBatch, "height" | "width">,
  target: Float32Array,
): void {
  if (paddedHeight === height && paddedWidth === width) return target.set(data);
  for (let row = 0; row < 3 * paddedHeight; row++) {
    const channel = Math.floor(row / paddedHeight);
    const place = channel * height + (row - channel * paddedHeight);
    target.set(data.subarray(row * paddedWidth, (row + 1) * paddedWidth), place * width);
  }
}

function scaled(boxes: Float32Array, { scaleX, scaleY }: FittedImage): Float32Array {
  const [across, down] = [Math.fround(scaleX), Math.fround(scaleY)];
  return boxes.map((side, at) => side * (at % 2 === 0 ? across : down));
}
