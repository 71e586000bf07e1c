/** @file Lays the words of boxes out on the screen: beside their box, inside the viewport, not over one another. */
export interface ScreenRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LabelRequest {
  readonly id: string;
  /** The box on the screen, with its sides upright. */
  readonly around: ScreenRectangle;
  readonly size: { readonly width: number; readonly height: number };
}

const GAP_PX = 3;

/** Places each label, first come first served: the important ones stand first. Where every place is taken, the label goes
 * to the one with the least overlap, since a label in the way is better than one that is missing. */
export function placeLabels(
  requests: readonly LabelRequest[],
  viewport: { readonly widthPx: number; readonly heightPx: number },
): ReadonlyMap<string, ScreenRectangle> {
  const placed = new Map<string, ScreenRectangle>();
  for (const request of requests) {
    const places = candidates(request).map((place) => moveInside(place, viewport));
    const overlaps = places.map((place) => totalOverlap(place, [...placed.values()]));
    placed.set(request.id, places[overlaps.indexOf(Math.min(...overlaps))]!);
  }
  return placed;
}

/** Where a label may stand, the best first: above and below the box at either side, then beside it, then within. */
function candidates({ around, size: { width, height } }: LabelRequest): readonly ScreenRectangle[] {
  const left = around.x;
  const right = around.x + around.width - width;
  const above = around.y - height - GAP_PX;
  const below = around.y + around.height + GAP_PX;
  const beforeIt = around.x - width - GAP_PX;
  const afterIt = around.x + around.width + GAP_PX;
  const top = around.y;
  const bottom = around.y + around.height - height;
  const corners: readonly (readonly [number, number])[] = [
    [left, above],
    [left, below],
    [right, above],
    [right, below],
    [afterIt, top],
    [beforeIt, top],
    [afterIt, bottom],
    [beforeIt, bottom],
    [left + GAP_PX, top + GAP_PX],
    [left + GAP_PX, bottom - GAP_PX],
    [left, above - height - GAP_PX],
    [left, below + height + GAP_PX],
  ];
  return corners.map(([x, y]) => ({ x, y, width, height }));
}

function moveInside(
  place: ScreenRectangle,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): ScreenRectangle {
  const x = Math.max(0, Math.min(place.x, widthPx - place.width));
  const y = Math.max(0, Math.min(place.y, heightPx - place.height));
  return { ...place, x, y };
}

function totalOverlap(place: ScreenRectangle, others: readonly ScreenRectangle[]): number {
  return others.reduce((sum, other) => sum + overlapArea(place, other), 0);
}

function overlapArea(a: ScreenRectangle, b: ScreenRectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}
