/** @file Decodes 8-bit grey JPEG with libjpeg-turbo's slow integer transform, off the main thread. */
import sharp from "sharp";
import type { SampleLayout } from "./sample-layout";

/** Rejects with a plain Error when the bytes are no grey JPEG of this size. */
export async function decodeGreyJpeg(coded: Uint8Array, { rows, columns }: SampleLayout): Promise<Uint8Array> {
  const image = sharp(coded, { failOn: "warning", limitInputPixels: rows * columns, sequentialRead: true });
  const { format, channels, width, height } = await image.metadata();
  if (format !== "jpeg") throw new Error(`it is ${format} data`);
  if (channels !== 1) throw new Error(`it has ${channels} components where 1 was expected`);
  if (width !== columns || height !== rows)
    throw new Error(`it measures ${height} × ${width} where the header says ${rows} × ${columns}`);
  return image.toColourspace("b-w").raw().toBuffer();
}
