/** @file Reference boxes of an image with the classes that a detector is to find in them. */

export interface LabelledBoxes {
  /** [G, 4] (x1, y1, x2, y2) in pixels of the network's image. */
  readonly boxes: Float32Array;
  /** [G] numbers of classes as the network counts them: from 1 where 0 is background, as in Faster R-CNN; from 0 in
   * RetinaNet. */
  readonly labels: Int32Array;
}
