/** @file A model card in a person's words, one line a topic. */
import type { ModelCard, RESIZE_METHODS } from "../../../src-shared/domain/model";
import { suppressionOf } from "./network-draft";

export const RESIZE_NAMES = {
  "opencv-bilinear": "OpenCV bilinear",
  letterbox: "letterbox, grey 114",
  none: "none",
} as const satisfies Record<(typeof RESIZE_METHODS)[number], string>;

export const BOX_FORMAT_NAMES = { xyxy: "x1, y1, x2, y2", xywh: "x, y, width, height" } as const;

const SHOWN_LABELS = 6;

export function describeInput({ input }: ModelCard): string {
  const size = input.widthPx && input.heightPx ? `${input.widthPx} × ${input.heightPx} px` : "any size";
  const resize = input.resize === "none" ? "not resized" : RESIZE_NAMES[input.resize];
  return `${size}, ${input.channels === 1 ? "1 channel" : "3 channels"}, ${resize}`;
}

export function describeNormalisation({ input: { normalisation } }: ModelCard): string {
  if (!normalisation) return "none: values from 0 to 1";
  return `mean ${listNumbers(normalisation.mean)}; deviation ${listNumbers(normalisation.deviation)}`;
}

/** What a card changes in the network itself; undefined where the architecture's own values stand. */
export function describeNetwork({ network }: ModelCard): string | undefined {
  if (!network) return undefined;
  const { minSizePx, maxSizePx, normalisation, anchors, candidatesPerLevel, proposals } = network;
  const parts = [
    minSizePx && `shorter side ${minSizePx} px`,
    maxSizePx && `longer side up to ${maxSizePx} px`,
    normalisation && `normalised once more: mean ${listNumbers(normalisation.mean)}`,
    anchors && `own anchors on ${anchors.length} levels`,
    candidatesPerLevel && `${candidatesPerLevel} candidates a level`,
    proposals && `${proposals} proposals`,
    network.proposalIouThreshold !== undefined && `proposals at IoU ${network.proposalIouThreshold}`,
    network.proposalScoreFloor !== undefined && `proposals from ${network.proposalScoreFloor}`,
    network.batchNormEpsilon !== undefined && `batch norm ε ${network.batchNormEpsilon}`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : undefined;
}

export function describeSuppression({ suppression, convention }: ModelCard): string | undefined {
  const kind = suppressionOf(convention);
  if (!suppression || kind === "none") return undefined;
  const count = `at most ${suppression.detectionsPerImage} an image`;
  return kind === "counted" ? count : `IoU ${suppression.iouThreshold}, ${count}`;
}

/** The first few names and how many more there are: COCO has eighty. */
export function describeLabels({ labels }: ModelCard): string {
  const names = Object.entries(labels).map(([number, label]) => `${number} ${label}`);
  const more = names.length - SHOWN_LABELS;
  return more > 1 ? `${names.slice(0, SHOWN_LABELS).join(", ")} and ${more} more` : names.join(", ");
}

function listNumbers(values: readonly number[]): string {
  return values.map((value) => value.toFixed(3)).join(", ");
}
