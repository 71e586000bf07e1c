/** @file Writes a grid of numbers as the file that NumPy's `load` reads. */

/** The bytes of an .npy file of version 1.0: float32, little-endian, in C order. `values` are [rows, columns].
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
export function writeNpy(
  values: Float32Array,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Uint8Array<ArrayBuffer> {
  const header = headerOf(`{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`);
  const bytes = new Uint8Array(header.length + values.byteLength);
  bytes.set(header);
  const view = new DataView(bytes.buffer, header.length);
  for (const [index, value] of values.entries()) view.setFloat32(index * 4, value, true);
  return bytes;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
const ALIGNMENT = 64;

/** Padded with spaces up to its line break, so that the values begin at a multiple of 64 bytes. */
function headerOf(description: string): Uint8Array {
  const start = MAGIC.length + 2;
  const length = Math.ceil((start + description.length + 1) / ALIGNMENT) * ALIGNMENT - start;
  const text = new TextEncoder().encode(`${description.padEnd(length - 1)}\n`);
  return Uint8Array.from([...MAGIC, length & 0xff, length >> 8, ...text]);
}
