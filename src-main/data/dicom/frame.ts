/** @file Decodes one frame of a file into its stored values, before any rescale or window. */
import { Failure } from "../../../src-shared/domain/failure";
import type { PixelDescription } from "../../../src-shared/domain/instance";
import { decodeStoredValues } from "./decode-stored-values";
import type { StoredValues } from "./unpack-samples";
import { describePixels } from "./describe-pixels";
import { parsePart10 } from "./parse-part10";

export interface Frame {
  readonly rows: number;
  readonly columns: number;
  /** Row by row; bits beyond Bits Stored are masked off, signed values carry their sign. */
  readonly values: StoredValues;
  readonly pixels: PixelDescription;
}

/** Decodes the frame with this number, counted from 0.
 * @throws {Failure} `unsupported` when the file or the frame cannot be read, `not-found` when it has fewer frames. */
export async function decodeFrame(bytes: Uint8Array, fileName: string, frame = 0): Promise<Frame> {
  const file = parsePart10(bytes, fileName);
  const pixels = describePixels(file);
  if (!Number.isInteger(frame) || frame < 0 || frame >= pixels.frames)
    throw new Failure("not-found", `${fileName} has ${pixels.frames} frames; frame ${frame + 1} was asked for.`);
  const values = await decodeStoredValues(file, pixels, frame);
  return { rows: pixels.rows, columns: pixels.columns, values, pixels };
}
