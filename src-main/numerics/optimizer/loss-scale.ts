/** @file Scales the loss of a half-precision network, so that small gradients do not become zero on the way back.
 *
 * The loss's gradient is seeded with the scale; the update multiplies with its inverse (`isScaled`) in single precision;
 * an update whose norm is not finite is left out, and the scale falls. All scales are powers of two and round nothing. */

export interface LossScale {
  readonly scale: number;
  /** Updates since the scale last changed. */
  readonly soundUpdates: number;
}

/** @see torch.cuda.amp.GradScaler, whose defaults these are; Micikevicius et al., arXiv:1710.03740 */
export const INITIAL_LOSS_SCALE: LossScale = { scale: 2 ** 16, soundUpdates: 0 };
const GROWTH_INTERVAL = 2000;

/** Half the scale after an update that was not finite, twice it after 2,000 sound ones in a row. */
export function nextLossScale({ scale, soundUpdates }: LossScale, isFinite: boolean): LossScale {
  if (!isFinite) return { scale: scale / 2, soundUpdates: 0 };
  if (soundUpdates + 1 < GROWTH_INTERVAL) return { scale, soundUpdates: soundUpdates + 1 };
  return { scale: scale * 2, soundUpdates: 0 };
}
