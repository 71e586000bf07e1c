/** @file Finds the bytes of one frame inside Pixel Data, native or in fragments. PS3.5 A.4. */
import dicomParser, { type DataSet, type Element } from "dicom-parser";
import { Failure } from "../../../src-shared/domain/failure";
import { TAGS } from "./attribute-tags";
import type { SampleLayout } from "./sample-layout";
import type { Part10File } from "./parse-part10";

/** @throws {Failure} `unsupported` when the frame's bytes are missing or cannot be told from its neighbours'. */
export function cutFrame(file: Part10File, layout: SampleLayout, frame: number): Uint8Array {
  const element = file.attributes.element(TAGS.pixelData);
  if (!element) throw new Failure("unsupported", `${file.fileName} holds no Pixel Data; expected an image.`);
  if (!element.encapsulatedPixelData) return cutNativeFrame(file, layout, frame);
  refuseMissingFragments(file, element);
  try {
    return cutFragments(file.attributes.dataSet, element, { frame, frames: layout.frames });
  } catch (cause) {
    const found = `${element.fragments?.length ?? 0} fragments of pixel data for ${layout.frames} frames`;
    throw new Failure("unsupported", `${file.fileName} holds ${found}; frame ${frame} could not be found in them.`, {
      cause,
    });
  }
}

/** The parser's copies reach beyond the bytes it was given, into whatever shares their memory. */
function refuseMissingFragments({ attributes, fileName }: Part10File, { fragments = [] }: Element): void {
  const end = attributes.dataSet.byteArray.length;
  const missing = fragments.find((fragment) => fragment.position + fragment.length > end);
  if (!missing) return;
  const found = `${Math.max(0, end - missing.position)} bytes of a fragment of pixel data`;
  throw new Failure("unsupported", `${fileName} breaks off after ${found}; ${missing.length} were announced.`);
}

function cutNativeFrame(file: Part10File, layout: SampleLayout, frame: number): Uint8Array {
  const pixelData = file.attributes.bytes(TAGS.pixelData) ?? new Uint8Array();
  const frameBytes = layout.rows * layout.columns * (layout.bitsAllocated / 8);
  return pixelData.subarray(frame * frameBytes, (frame + 1) * frameBytes);
}

/** A basic offset table tells where frames begin; without one, a fragment is a frame, or JPEG's end markers tell. */
function cutFragments(
  dataSet: DataSet,
  element: Element,
  { frame, frames }: { readonly frame: number; readonly frames: number },
): Uint8Array {
  const { fragments = [], basicOffsetTable = [] } = element;
  if (frames === 1) return dicomParser.readEncapsulatedPixelDataFromFragments(dataSet, element, 0, fragments.length);
  if (basicOffsetTable.length === frames) return dicomParser.readEncapsulatedImageFrame(dataSet, element, frame);
  if (fragments.length === frames)
    return dicomParser.readEncapsulatedPixelDataFromFragments(dataSet, element, frame, 1);
  const offsets = dicomParser.createJPEGBasicOffsetTable(dataSet, element);
  return dicomParser.readEncapsulatedImageFrame(dataSet, element, frame, offsets);
}
