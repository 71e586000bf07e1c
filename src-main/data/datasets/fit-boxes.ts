/** @file Fits reference boxes to their image: what sticks out is cut off, what lies outside is left out. */
import type { Box } from "../../../src-shared/domain/box";
import type { ImportProblem } from "../../../src-shared/domain/dataset";
import type { LabelledBox } from "./label-table";

export interface FittedBoxes {
  readonly boxes: readonly LabelledBox[];
  readonly problems: readonly ImportProblem[];
}

export function fitBoxes(
  boxes: readonly LabelledBox[],
  size: { readonly rows: number; readonly columns: number },
  file: string,
): FittedBoxes {
  const fitted: LabelledBox[] = [];
  const problems: ImportProblem[] = [];
  for (const { row, box } of boxes) {
    const cut = cutToSize(box, size);
    if (isSame(cut, box)) {
      fitted.push({ row, box });
      continue;
    }
    const isInside = cut.x1 < cut.x2 && cut.y1 < cut.y2;
    if (isInside) fitted.push({ row, box: cut });
    const part = isInside ? "partly" : "wholly";
    problems.push({
      kind: "box-outside-image",
      file,
      row,
      reason: `The box ${describe(box)} lies ${part} outside its image of ${size.columns} × ${size.rows} pixels.`,
      action: isInside ? `The box was cut to ${describe(cut)}.` : "The box was left out.",
    });
  }
  return { boxes: fitted, problems };
}

function cutToSize(box: Box, { rows, columns }: { rows: number; columns: number }): Box {
  return {
    x1: Math.min(Math.max(box.x1, 0), columns),
    y1: Math.min(Math.max(box.y1, 0), rows),
    x2: Math.min(Math.max(box.x2, 0), columns),
    y2: Math.min(Math.max(box.y2, 0), rows),
  };
}

function isSame(a: Box, b: Box): boolean {
  return a.x1 === b.x1 && a.y1 === b.y1 && a.x2 === b.x2 && a.y2 === b.y2;
}

function describe({ x1, y1, x2, y2 }: Box): string {
  return `(${x1}, ${y1})–(${x2}, ${y2})`;
}
