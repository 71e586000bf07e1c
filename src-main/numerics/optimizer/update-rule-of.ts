/** @file Chooses the rule that a training's settings name. */
import { adamW, type AdamWSettings } from "./adam-w";
import { stochasticGradientDescent, type DescentSettings } from "./stochastic-gradient-descent";
import type { UpdateRule } from "./update-rule";

export type OptimizerSettings =
  ({ readonly kind: "sgd" } & DescentSettings) | ({ readonly kind: "adamw" } & AdamWSettings);

export function updateRuleOf(settings: OptimizerSettings): UpdateRule {
  return settings.kind === "sgd" ? stochasticGradientDescent(settings) : adamW(settings);
}
