/** @file Images as torchvision's scripts read them. */

/** [3, side, side]: sines in all three channels; not a radiograph, but as much work for a network. */
export function buildPatternedImage(sidePx: number): Float32Array<ArrayBuffer> {
  const plane = sidePx * sidePx;
  return Float32Array.from({ length: 3 * plane }, (_, index) => {
    const pixel = index % plane;
    return Math.sin(pixel / 7) + Math.cos(Math.floor(pixel / sidePx) / 5);
  });
}

/** @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html version 1.0 */
export function buildNumpyFile(values: Float32Array<ArrayBuffer>, shape: readonly number[]): Buffer {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(", ")}), }`;
  const padded = `${text.padEnd(128 - 10 - 1)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, padded.length & 0xff, padded.length >> 8]);
  return Buffer.concat([start, Buffer.from(padded), Buffer.from(values.buffer)]);
}
