/** @file Tells by its first bytes what a file is that is often taken for a model by mistake. */

/** So many first bytes tell all of them. */
export const LOOKALIKE_BYTES = 512;

/** The rest of "FILE is …"; undefined for what may be anything. */
export function lookalikeOf(start: Uint8Array): string | undefined {
  const text = String.fromCharCode(...start.subarray(0, LOOKALIKE_BYTES));
  if (/^\s*<(!doctype|html)/i.test(text)) return "a web page";
  return MARKS.find(([place, mark]) => text.startsWith(mark, place))?.[2];
}

const MARKS: readonly (readonly [place: number, mark: string, what: string])[] = [
  [0, "version https://git-lfs", "a pointer to a file in Git LFS that was not fetched"],
  [257, "ustar", "a tar archive, PyTorch's format before 2017"],
  [0, "\x89HDF\r\n", "an HDF5 file"],
  [0, "\x1f\x8b", "packed by gzip"],
  [0, "BZh", "packed by bzip2"],
  [0, "\xfd7zXZ\0", "packed by xz"],
  [0, "\x28\xb5\x2f\xfd", "packed by Zstandard"],
  [0, "7z\xbc\xaf\x27\x1c", "a 7z archive"],
  [0, "Rar!\x1a\x07", "a RAR archive"],
  [0, "\x93NUMPY", "an array of NumPy"],
  [0, "GGUF", "a language model in GGUF"],
  [4, "TFL3", "a model of TensorFlow Lite"],
  [128, "DICM", "a DICOM file"],
  [0, "%PDF-", "a PDF document"],
];
