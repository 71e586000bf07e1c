/** @file Cuts boxes at the image's border. */

export interface ImageSize {
  readonly imageHeight: number;
  readonly imageWidth: number;
}

/** Brings each corner of `boxes` [N, 4] (x1, y1, x2, y2) to 0…width and 0…height, in place. */
export function clipBoxesInto({ imageHeight, imageWidth }: ImageSize, boxes: Float32Array): void {
  for (let at = 0; at < boxes.length; at += 2) {
    boxes[at] = Math.min(Math.max(boxes[at]!, 0), imageWidth);
    boxes[at + 1] = Math.min(Math.max(boxes[at + 1]!, 0), imageHeight);
  }
}
