/** @file Brings a layer's map to the size of the image and its values to the range from 0 to 1. */
import type { PixelSize } from "../preprocessing/resize-bilinear";
import type { ImagePlace } from "../preprocessing/letterbox";
import { roundHalfToEven } from "../preprocessing/round-half-to-even";
import type { HeatMap, LayerView } from "./layer-view";
import { stretchMap } from "./stretch-map";
import { weighLayer, type LayerMethod } from "./weigh-layer";

/** A part of a model's input, in its pixels. */
export interface InputPart extends PixelSize {
  readonly row: number;
  readonly column: number;
}

/** Where a layer's map comes to lie. */
export interface MapPlace {
  /** Size of the model's input. */
  readonly input: PixelSize;
  /** What of it the image fills. */
  readonly part: InputPart;
}

/** The map of a layer over the part of the model's input that the image fills, one value for each pixel of that part.
 * @throws {Failure} as `weighLayer` */
export function mapOfLayer(method: LayerMethod, view: LayerView, place: MapPlace): HeatMap {
  return spreadMap(weighLayer(method, view), view, place);
}

/** The same of what `weighLayer` made of the view. */
export function spreadMap(weighed: HeatMap, view: LayerView, { input, part }: MapPlace): HeatMap {
  const { rows = view.rows, columns = view.columns } = view.filled ?? {};
  // With what the network pads, the layer covers more than the input.
  const covered = {
    rows: Math.round((input.rows * view.rows) / rows),
    columns: Math.round((input.columns * view.columns) / columns),
  };
  return scaleMap(weighed, covered, part);
}

/** Stretches a map to `size` and its values to 0…1, as pytorch-grad-cam does: scaled, stretched, scaled once more over
 * the `part` that is kept, all in float32. The greatest value becomes 1; where every value is the same, the map is 0
 * throughout.
 * @see pytorch-grad-cam, scale_cam_image and BaseCAM.aggregate_multi_layers */
export function scaleMap(map: HeatMap, size: PixelSize, part: InputPart = { row: 0, column: 0, ...size }): HeatMap {
  return withValuesScaled(cutMap(stretchMap(withValuesScaled(map), size), part));
}

/** The part of a prepared input that an image of the given size fills: without the borders of a letterbox. */
export function imagePart(place: ImagePlace, image: PixelSize): InputPart {
  return {
    row: place.offsetYPx,
    column: place.offsetXPx,
    rows: Math.max(roundHalfToEven(image.rows * place.scaleY), 1),
    columns: Math.max(roundHalfToEven(image.columns * place.scaleX), 1),
  };
}

/** The library adds 1e-7 to the greatest value, where that is not 0. Then the map of a box with a very low score would
 * stay black, and no other differs by more than that. */
function withValuesScaled(map: HeatMap): HeatMap {
  const lowest = map.values.reduce((least, value) => Math.min(least, value), Infinity);
  const above = map.values.map((value) => value - lowest);
  const greatest = above.reduce((most, value) => Math.max(most, value), 0);
  return greatest === 0 ? { ...map, values: above } : { ...map, values: above.map((value) => value / greatest) };
}

function cutMap(map: HeatMap, { row, column, rows, columns }: InputPart): HeatMap {
  if (rows === map.rows && columns === map.columns) return map;
  const values = new Float32Array(rows * columns);
  for (let line = 0; line < rows; line++) {
    const start = (row + line) * map.columns + column;
    values.set(map.values.subarray(start, start + columns), line * columns);
  }
  return { rows, columns, values };
}
