/** @file Maps of the plane that keep straight lines straight, as OpenCV writes them. */
import type { Box } from "../../../../src-shared/domain/box";

/** x' = a·x + b·y + c, y' = d·x + e·y + f. */
export type AffineMatrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Turns by `angleDegrees` against the clock about `center` and enlarges by `scale`.
 * @see cv2.getRotationMatrix2D */
export function rotationMatrix(center: Point, angleDegrees: number, scale: number): AffineMatrix {
  const angle = (angleDegrees * Math.PI) / 180;
  const cosine = Math.cos(angle) * scale;
  const sine = Math.sin(angle) * scale;
  const shiftX = (1 - cosine) * center.x - sine * center.y;
  const shiftY = sine * center.x + (1 - cosine) * center.y;
  return [cosine, sine, shiftX, -sine, cosine, shiftY];
}

/** The same map, then a move. */
export function moved([a, b, c, d, e, f]: AffineMatrix, { x, y }: Point): AffineMatrix {
  return [a, b, c + x, d, e, f + y];
}

/** @see opencv 4.6, warpAffine: the order of its products, since their rounding decides between neighbouring pixels */
export function inverted([a, b, c, d, e, f]: AffineMatrix): AffineMatrix {
  const determinant = a * e - b * d;
  const inverse = determinant === 0 ? 0 : 1 / determinant;
  const [a2, b2, d2, e2] = [e * inverse, b * -inverse, d * -inverse, a * inverse];
  return [a2, b2, -a2 * c - b2 * f, d2, e2, -d2 * c - e2 * f];
}

/** The smallest upright box around the four mapped corners. */
export function mappedBox({ x1, y1, x2, y2 }: Box, [a, b, c, d, e, f]: AffineMatrix): Box {
  const corners = [x1, x2].flatMap((x) => [y1, y2].map((y) => ({ x: a * x + b * y + c, y: d * x + e * y + f })));
  const across = corners.map(({ x }) => x);
  const down = corners.map(({ y }) => y);
  return { x1: Math.min(...across), y1: Math.min(...down), x2: Math.max(...across), y2: Math.max(...down) };
}
