/** @file How large a box is: in millimetres where the header gives a spacing, otherwise as a share of the image. */
import { boxHeightPx, boxWidthPx, type Box } from "../../../src-shared/domain/box";

interface ImageSize {
  readonly rows: number;
  readonly columns: number;
  /** Row and column spacing. */
  readonly spacingMm?: readonly [number, number] | undefined;
}

interface BoxSize {
  readonly size: string;
  /** What there is no room for. */
  readonly more: string;
}

export function describeBoxSize(box: Box, { rows, columns, spacingMm }: ImageSize): BoxSize {
  const widthPx = boxWidthPx(box);
  const heightPx = boxHeightPx(box);
  const pixels = `${Math.round(widthPx)} × ${Math.round(heightPx)} px`;
  const share = `${((100 * widthPx * heightPx) / (rows * columns)).toFixed(1)} % of the image`;
  if (!spacingMm) return { size: share, more: `${pixels}; the header gives no pixel spacing` };
  const [rowMm, columnMm] = spacingMm;
  const size = `${Math.round(widthPx * columnMm)} × ${Math.round(heightPx * rowMm)} mm`;
  return { size, more: `Width × height, by the header's pixel spacing; ${share}, ${pixels}` };
}
