/** @file What the small checkpoint is fed with: its card, and an image in which there is something to find. */
import { IMAGENET_NORMALISATION, TORCHVISION_CARD } from "../../src-main/data/models/card-presets";
import { prepareInput, type PreparedInput } from "../../src-main/detection/preprocessing/prepare-input";
import type { ModelCard } from "../../src-shared/domain/model";

export const SMALL_NETWORK_CARD: ModelCard = {
  ...TORCHVISION_CARD,
  name: "Small network",
  convention: "checkpoint",
  input: { channels: 3, resize: "opencv-bilinear", normalisation: IMAGENET_NORMALISATION },
  network: { minSizePx: 96, maxSizePx: 160 },
};

/** A grey ramp with a bright square in it, prepared for the network. */
export function buildSquareImage(rows: number, columns: number): PreparedInput {
  const values = Uint8Array.from({ length: rows * columns }, (_, pixel) => {
    const [x, y] = [pixel % columns, Math.floor(pixel / columns)];
    const isSquare = Math.abs(x - columns / 3) < 12 && Math.abs(y - rows / 2) < 12;
    return isSquare ? 240 : (128 * x) / columns;
  });
  return prepareInput({ rows, columns, values }, SMALL_NETWORK_CARD.input);
}
