/** @file The card of a checkpoint whose images enter the network at another size. */
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelCard } from "../../../src-shared/domain/model";
import { DEFAULT_SIZES } from "./network-settings";

/** As the schema of a card has it. */
const LONGEST_SIDE_PX = 8192;

/** `inputSizePx` is the shorter side in the network; the longer side, or the longest that the card allows, keeps its
 * ratio to it. Anchors stay, since the weights know boxes by their size in network pixels. Absent: the card as it is.
 * @throws {Failure} `invalid-input` where the card takes images of one size alone and forbids resizing */
export function cardAtSize(card: ModelCard, inputSizePx: number | undefined): ModelCard {
  if (inputSizePx === undefined) return card;
  const { widthPx, heightPx, resize } = card.input;
  if (widthPx === undefined || heightPx === undefined) {
    const { minSizePx = DEFAULT_SIZES.minSizePx, maxSizePx = DEFAULT_SIZES.maxSizePx } = card.network ?? {};
    return withNetworkSizes(card, inputSizePx, (maxSizePx * inputSizePx) / minSizePx);
  }
  if (resize === "none") {
    const sentence = `${card.name} takes images of ${widthPx} × ${heightPx} pixels alone, since its card forbids resizing; no inputSizePx was expected.`;
    throw new Failure("invalid-input", sentence);
  }
  const scale = inputSizePx / Math.min(widthPx, heightPx);
  const input = { ...card.input, widthPx: Math.round(widthPx * scale), heightPx: Math.round(heightPx * scale) };
  return withNetworkSizes({ ...card, input }, inputSizePx, Math.max(input.widthPx, input.heightPx));
}

function withNetworkSizes(card: ModelCard, minSizePx: number, longestPx: number): ModelCard {
  const maxSizePx = Math.min(Math.round(longestPx), LONGEST_SIDE_PX);
  return { ...card, network: { ...card.network, minSizePx, maxSizePx } };
}
