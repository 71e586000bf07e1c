/** @file How many images, positive ones and boxes there are of each value of a column. */
import type { ColumnCounts } from "../../../src-shared/domain/overview";
import { columnValues, type ImageColumn } from "../../../src-shared/figures/case-columns";
import { inColumnOrder } from "../../../src-shared/figures/in-column-order";
import type { OverviewImage } from "./overview-image";

/** In the column's order; images that do not say count as "unknown". Splits may overlap, so that an image may count
 * twice. */
export function countByColumn(images: readonly OverviewImage[], column: ImageColumn): ColumnCounts {
  const counts = new Map<string, { value: string; images: number; positives: number; boxes: number }>();
  for (const image of images) {
    for (const value of columnValues(image, column)) {
      const known = counts.get(value) ?? { value, images: 0, positives: 0, boxes: 0 };
      known.images++;
      if (image.isPositive) known.positives++;
      known.boxes += image.boxes.length;
      counts.set(value, known);
    }
  }
  return inColumnOrder([...counts.values()], column, (count) => count);
}
