/** @file A card whose images enter the network at another size keeps their ratio of sides. */
import { expect, test } from "vitest";
import { CONVENTION_CARDS } from "../../../../../src-main/data/models/card-presets";
import { cardAtSize } from "../../../../../src-main/detection/networks/card-at-size";
import type { ModelCard } from "../../../../../src-shared/domain/model";

const FREE = CONVENTION_CARDS.checkpoint;
const FIXED: ModelCard = {
  ...FREE,
  name: "Compact",
  input: { widthPx: 256, heightPx: 256, channels: 3, resize: "opencv-bilinear" },
  network: { minSizePx: 800, maxSizePx: 1333, proposals: 300 },
};

test("a card of one size takes the other one, and the network does not resize again", () => {
  const card = cardAtSize(FIXED, 320);
  expect(card.input).toEqual({ ...FIXED.input, widthPx: 320, heightPx: 320 });
  expect(card.network).toEqual({ minSizePx: 320, maxSizePx: 320, proposals: 300 });
});

test("sides that differ keep their ratio, and the shorter one is meant", () => {
  const wide = { ...FIXED, input: { ...FIXED.input, widthPx: 384, heightPx: 256 } };
  expect(cardAtSize(wide, 512)).toMatchObject({
    input: { widthPx: 768, heightPx: 512 },
    network: { minSizePx: 512, maxSizePx: 768 },
  });
});

test("images of any size become smaller in the network alone", () => {
  expect(cardAtSize(FREE, 400)).toEqual({ ...FREE, network: { minSizePx: 400, maxSizePx: 667 } });
  const { network: _network, ...withoutSizes } = FREE;
  expect(cardAtSize(withoutSizes, 400).network).toEqual({ minSizePx: 400, maxSizePx: 667 });
});

test("without a size, the card stays", () => {
  expect(cardAtSize(FIXED, undefined)).toBe(FIXED);
});

test("a card that forbids resizing of images of one size is refused", () => {
  const rigid = { ...FIXED, input: { ...FIXED.input, resize: "none" as const } };
  expect(() => cardAtSize(rigid, 320)).toThrow(
    "Compact takes images of 256 × 256 pixels alone, since its card forbids resizing; no inputSizePx was expected.",
  );
});
