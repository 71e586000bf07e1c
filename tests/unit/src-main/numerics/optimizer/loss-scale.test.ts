/** @file The loss's scale follows torch's GradScaler. */
import { expect, test } from "vitest";
import { INITIAL_LOSS_SCALE, nextLossScale } from "../../../../../src-main/numerics/optimizer/loss-scale";

test("an update that is not finite halves the scale and starts the count anew", () => {
  const grown = nextLossScale(INITIAL_LOSS_SCALE, true);
  expect(nextLossScale(grown, false)).toEqual({ scale: 32768, soundUpdates: 0 });
});

test("the scale doubles after 2,000 sound updates in a row, and again after as many", () => {
  let scale = INITIAL_LOSS_SCALE;
  const scales = Array.from({ length: 4000 }, () => (scale = nextLossScale(scale, true)).scale);
  expect([scales[1998], scales[1999], scales[3998], scales[3999]]).toEqual([65536, 131072, 131072, 262144]);
});
