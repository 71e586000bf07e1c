/** @file Stochastic gradient descent with momentum and weight decay. */
import type { Value } from "../onnx/builder";
import { numberFor } from "./scalars-of-weights";
import type { UpdateRule } from "./update-rule";

interface DescentSettings {
  /** Share of the former direction that is kept; nothing is remembered where it is 0. */
  readonly momentum: number;
  /** Added to the gradient as this multiple of the weight. */
  readonly weightDecay: number;
}

/** Without dampening and Nesterov's look ahead, so that the direction begins as the first gradient.
 * @see torch.optim.SGD; Sutskever et al., ICML 2013, with the learning rate outside of the momentum as in torch */
export function stochasticGradientDescent({ momentum, weightDecay }: DescentSettings): UpdateRule {
  return {
    memories: momentum === 0 ? [] : ["momentum_buffer"],
    scalars: ["learning_rate"],
    scalarsAt: ({ learningRate }) => [learningRate],
    apply(builder, { weight, memories }, { gradient, scalars: [learningRate] }) {
      const number = (each: number): Value => numberFor(builder, weight, each);
      const decayed = weightDecay === 0 ? gradient : builder.add(gradient, builder.mul(weight, number(weightDecay)));
      const kept = memories.map((direction) => builder.mul(direction, number(momentum)));
      const direction = kept.reduce(builder.add, decayed);
      const updated = builder.sub(weight, builder.mul(direction, learningRate));
      return { weight: updated, memories: kept.map(() => direction) };
    },
  };
}
