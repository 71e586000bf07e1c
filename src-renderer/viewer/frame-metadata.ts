/** @file Describes a frame to Cornerstone: as an image of its loader, and as the modules of its metadata provider. */
import { Enums, utilities } from "@cornerstonejs/core";
import type { Types } from "@cornerstonejs/core";
import type { PixelDescription } from "../../src-shared/domain/instance";
import type { PixelStatistics } from "../stores/window-presets";
import type { StoredValues } from "./stored-values";

export interface Frame {
  readonly imageId: string;
  readonly pixels: PixelDescription;
  readonly values: StoredValues;
  readonly statistics: PixelStatistics;
}

/** Stored values without rescale, and always as MONOCHROME2: Cornerstone forgets the inversion of MONOCHROME1 in places
 * and rescales on one of its paths only, so grey-range.ts does both. */
export function cornerstoneImage({ imageId, pixels, values, statistics }: Frame): Types.IImage {
  const { rows, columns } = pixels;
  const { rowMm, columnMm } = spacingOf(pixels);
  const voxelManager = utilities.VoxelManager.createImageVoxelManager({
    width: columns,
    height: rows,
    scalarData: values,
    numberOfComponents: 1,
  });
  return {
    imageId,
    rows,
    columns,
    height: rows,
    width: columns,
    color: false,
    rgba: false,
    numberOfComponents: 1,
    dataType: dataTypeOf(values),
    voxelManager,
    getPixelData: () => values,
    getCanvas: () => {
      throw new Error("A frame is drawn by Cornerstone's viewport, not from a canvas of its own.");
    },
    minPixelValue: statistics.least,
    maxPixelValue: statistics.greatest,
    slope: 1,
    intercept: 0,
    windowCenter: (statistics.least + statistics.greatest + 1) / 2,
    windowWidth: statistics.greatest - statistics.least + 1,
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
    invert: false,
    photometricInterpretation: "MONOCHROME2",
    rowPixelSpacing: rowMm,
    columnPixelSpacing: columnMm,
    sizeInBytes: values.byteLength,
  };
}

/** One of Cornerstone's metadata modules for a frame; undefined for modules that a flat image lacks. */
export function frameMetadata(module: string, imageId: string, pixels: PixelDescription): unknown {
  switch (module) {
    case "imagePixelModule":
      return {
        rows: pixels.rows,
        columns: pixels.columns,
        samplesPerPixel: 1,
        photometricInterpretation: "MONOCHROME2",
        bitsAllocated: pixels.bitsAllocated,
        bitsStored: pixels.bitsStored,
        highBit: pixels.bitsStored - 1,
        pixelRepresentation: pixels.isSigned ? 1 : 0,
      };
    case "imagePlaneModule":
      return imagePlane(imageId, pixels);
    case "generalSeriesModule":
      return { modality: "OT" };
    case "modalityLutModule":
      return { rescaleSlope: 1, rescaleIntercept: 0 };
    default:
      return undefined;
  }
}

/** Millimetres a pixel in Cornerstone's world; pixels where the header gives no spacing. */
export function spacingOf({ spacing }: PixelDescription): { readonly rowMm: number; readonly columnMm: number } {
  return spacing ?? { rowMm: 1, columnMm: 1 };
}

function imagePlane(imageId: string, pixels: PixelDescription): object {
  const { rowMm, columnMm } = spacingOf(pixels);
  return {
    rows: pixels.rows,
    columns: pixels.columns,
    frameOfReferenceUID: imageId,
    rowPixelSpacing: rowMm,
    columnPixelSpacing: columnMm,
    pixelSpacing: [rowMm, columnMm],
    rowCosines: [1, 0, 0],
    columnCosines: [0, 1, 0],
    imageOrientationPatient: [1, 0, 0, 0, 1, 0],
    imagePositionPatient: [0, 0, 0],
    usingDefaultValues: pixels.spacing === undefined,
  };
}

function dataTypeOf(values: StoredValues): "Uint8Array" | "Uint16Array" | "Int16Array" {
  if (values instanceof Uint8Array) return "Uint8Array";
  return values instanceof Uint16Array ? "Uint16Array" : "Int16Array";
}
