/** @file Says which image each row of a run's table belongs to. */

/** [D] or [R] indices into `images`, whose rows stand one image after the other. */
export function imageOfRows<Key extends "detections" | "references">(
  images: readonly Readonly<Record<Key, number>>[],
  key: Key,
): Int32Array {
  const imageOf = new Int32Array(images.reduce((sum, image) => sum + image[key], 0));
  let first = 0;
  images.forEach((image, index) => {
    imageOf.fill(index, first, first + image[key]);
    first += image[key];
  });
  return imageOf;
}
