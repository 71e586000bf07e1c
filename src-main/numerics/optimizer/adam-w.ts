/** @file Adam with weight decay that is kept apart from the gradient. */
import type { Value } from "../onnx/builder";
import { numberFor } from "./scalars-of-weights";
import type { UpdateRule } from "./update-rule";

interface AdamWSettings {
  /** Share of the former mean that is kept. */
  readonly beta1: number;
  /** Share of the former mean square that is kept. */
  readonly beta2: number;
  /** Added to the root of the mean square, so that nothing is divided by zero. */
  readonly epsilon: number;
  /** Share of the weight, times the learning rate, that each update takes away. */
  readonly weightDecay: number;
}

/** @see torch.optim.AdamW; Loshchilov & Hutter, arXiv:1711.05101, algorithm 2 */
export function adamW({ beta1, beta2, epsilon, weightDecay }: AdamWSettings): UpdateRule {
  return {
    memories: ["exp_avg", "exp_avg_sq"],
    scalars: ["kept_weight", "step_size", "spread_correction"],
    scalarsAt: ({ update, learningRate }) => [
      1 - learningRate * weightDecay,
      learningRate / (1 - beta1 ** update),
      Math.sqrt(1 - beta2 ** update),
    ],
    apply(builder, { weight, memories: [mean, square] }, { gradient, scalars: [kept, stepSize, correction] }) {
      const share = (number: number): Value => numberFor(builder, weight, number);
      const newMean = builder.add(builder.mul(mean, share(beta1)), builder.mul(gradient, share(1 - beta1)));
      const squared = builder.mul(builder.mul(gradient, gradient), share(1 - beta2));
      const newSquare = builder.add(builder.mul(square, share(beta2)), squared);
      const spread = builder.add(builder.div(builder.sqrt(newSquare), correction), share(epsilon));
      const step = builder.mul(builder.div(newMean, spread), stepSize);
      return { weight: builder.sub(builder.mul(weight, kept), step), memories: [newMean, newSquare] };
    },
  };
}
