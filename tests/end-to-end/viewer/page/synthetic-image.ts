/** @file Images whose every pixel is known: a flat ground with a brighter rectangle, and a ramp. */
import { InstanceId } from "../../../../src-shared/domain/identifiers";
import type { PixelDescription } from "../../../../src-shared/domain/instance";

export interface SyntheticImage {
  readonly instanceId: string;
  readonly columns: number;
  readonly rows: number;
  /** Stored value outside the rectangle. */
  readonly ground: number;
  readonly rectangle: {
    readonly x1: number;
    readonly y1: number;
    readonly x2: number;
    readonly y2: number;
    readonly value: number;
  };
  readonly bitsStored?: number;
  readonly isSigned?: boolean;
  readonly photometric?: PixelDescription["photometric"];
  readonly rescaleSlope?: number;
  readonly rescaleIntercept?: number;
  readonly windows?: PixelDescription["windows"];
  readonly spacing?: PixelDescription["spacing"];
  /** Stored values of a real image, base64; instead of ground and rectangle. */
  readonly values?: string;
  /** Bytes that do not fit the description. */
  readonly isTruncated?: boolean;
  readonly delayMs?: number;
}

export function describePixels(image: SyntheticImage): PixelDescription {
  const { bitsStored = 8 } = image;
  return {
    rows: image.rows,
    columns: image.columns,
    frames: 1,
    bitsAllocated: bitsStored > 8 ? 16 : 8,
    bitsStored,
    isSigned: image.isSigned ?? false,
    photometric: image.photometric ?? "MONOCHROME2",
    transferSyntax: "1.2.840.10008.1.2.1",
    rescaleSlope: image.rescaleSlope ?? 1,
    rescaleIntercept: image.rescaleIntercept ?? 0,
    windows: [...(image.windows ?? [])],
    ...(image.spacing && { spacing: image.spacing }),
  };
}

export function instanceIdOf(image: SyntheticImage): InstanceId {
  return InstanceId.parse(image.instanceId);
}

export function storedBytes(image: SyntheticImage): ArrayBuffer {
  const { columns, rows, ground, rectangle, bitsStored = 8, isSigned = false } = image;
  if (image.values) return Uint8Array.from(atob(image.values), (letter) => letter.charCodeAt(0)).buffer;
  const wide = isSigned ? Int16Array : Uint16Array;
  const values = new (bitsStored > 8 ? wide : Uint8Array)(columns * (image.isTruncated ? 1 : rows)).fill(ground);
  if (image.isTruncated) return values.buffer;
  for (let row = rectangle.y1; row < rectangle.y2; row++) {
    values.fill(rectangle.value, row * columns + rectangle.x1, row * columns + rectangle.x2);
  }
  return values.buffer;
}
