/** @file Finds reference boxes that look wrong by themselves or beside another one of their image. */
import { type Box, boxAreaPx2 } from "../../../src-shared/domain/box";
import type { LabelProblem } from "../../../src-shared/domain/overview";
import { cornersOf, type OverviewBox, type OverviewImage } from "./overview-image";

/** Two readers who mark one finding seldom agree so closely; the same box saved twice does. */
export const NEAR_IDENTICAL_IOU = 0.9;
/** A side below this share of the image's is thinner than any finding on a radiograph: 10 of 1024 pixels. */
export const TINY_SHARE = 0.01;

/** In the order of the images and of their boxes. */
export function boxProblems(images: readonly OverviewImage[]): readonly LabelProblem[] {
  return images.flatMap((image) => [
    ...image.boxes.flatMap((box) => [...outsideProblem(image, box), ...tinyProblem(image, box)]),
    ...pairProblems(image),
  ]);
}

function outsideProblem(image: OverviewImage, box: OverviewBox): LabelProblem[] {
  const { widthPx, heightPx } = image;
  const corners = cornersOf(box);
  const isInside = corners.x1 >= 0 && corners.y1 >= 0 && corners.x2 <= widthPx && corners.y2 <= heightPx;
  if (isInside) return [];
  const isWhollyOut = corners.x2 <= 0 || corners.y2 <= 0 || corners.x1 >= widthPx || corners.y1 >= heightPx;
  const part = isWhollyOut ? "wholly" : "partly";
  const reason = `${sentenceStart(box)} ${describe(corners)} lies ${part} outside the image of ${widthPx} × ${heightPx} px.`;
  return [{ kind: "box-outside-image", images: [image.id], boxes: [corners], reason }];
}

function tinyProblem(image: OverviewImage, box: OverviewBox): LabelProblem[] {
  const isTiny = box.width < TINY_SHARE * image.widthPx || box.height < TINY_SHARE * image.heightPx;
  if (!isTiny) return [];
  const size = `${rounded(box.width)} × ${rounded(box.height)} px`;
  const reason = `${sentenceStart(box)} is ${size}: a side below ${TINY_SHARE * 100} % of the image's.`;
  return [{ kind: "tiny-box", images: [image.id], boxes: [cornersOf(box)], reason }];
}

function pairProblems(image: OverviewImage): LabelProblem[] {
  return image.boxes.flatMap((second, place) => {
    const earlier = image.boxes.slice(0, place);
    const same = earlier.find((first) => isSame(first, second));
    if (same) return [pairProblem(image, [same, second], "duplicate-box")];
    const alike = earlier.find((first) => overlap(cornersOf(first), cornersOf(second)) >= NEAR_IDENTICAL_IOU);
    return alike ? [pairProblem(image, [alike, second], "near-identical-boxes")] : [];
  });
}

function pairProblem(
  image: OverviewImage,
  [first, second]: readonly [OverviewBox, OverviewBox],
  kind: "duplicate-box" | "near-identical-boxes",
): LabelProblem {
  const boxes = [cornersOf(first), cornersOf(second)];
  const how =
    kind === "duplicate-box"
      ? `repeats the one of ${first.origin}`
      : `is nearly that of ${first.origin}: their IoU is ${overlap(boxes[0]!, boxes[1]!).toFixed(3)}`;
  return { kind, images: [image.id], boxes, reason: `${sentenceStart(second)} ${how}.` };
}

function isSame(a: OverviewBox, b: OverviewBox): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (boxAreaPx2(a) + boxAreaPx2(b) - width * height);
}

function sentenceStart({ origin }: OverviewBox): string {
  return `The box of ${origin}`;
}

function describe({ x1, y1, x2, y2 }: Box): string {
  return `(${rounded(x1)}, ${rounded(y1)})–(${rounded(x2)}, ${rounded(y2)})`;
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
