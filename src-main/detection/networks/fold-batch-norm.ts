/** @file Puts a batch norm with fixed statistics into the convolution before it. */

export interface BatchNorm {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  /** Added to the variance. */
  readonly epsilon: number;
}

export interface ConvolutionWeights {
  /** [channels, …] row-major. */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** weight · γ / √(σ² + ε) and β + (bias − μ) · γ / √(σ² + ε) of each channel, in doubles, rounded once.
 * `convolution.weight` is overwritten: it may be most of the memory.
 * @see Ioffe and Szegedy, arXiv:1502.03167 */
export function foldBatchNormInto(
  norm: BatchNorm,
  { weight, bias }: { readonly weight: Float32Array; readonly bias?: Float32Array | undefined },
): ConvolutionWeights {
  const channels = norm.weight.length;
  const perChannel = weight.length / channels;
  const folded = new Float32Array(channels);
  for (let channel = 0; channel < channels; channel++) {
    const factor = norm.weight[channel]! / Math.sqrt(norm.variance[channel]! + norm.epsilon);
    folded[channel] = norm.bias[channel]! + ((bias?.[channel] ?? 0) - norm.mean[channel]!) * factor;
    const end = (channel + 1) * perChannel;
    for (let index = channel * perChannel; index < end; index++) weight[index] = weight[index]! * factor;
  }
  return { weight, bias: folded };
}
