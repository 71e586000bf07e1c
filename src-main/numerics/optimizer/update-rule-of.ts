/** @file Chooses the rule that a training's settings name. */
import type { Optimizer } from "../../../src-shared/domain/training";
import { adamW } from "./adam-w";
import { stochasticGradientDescent } from "./stochastic-gradient-descent";
import type { UpdateRule } from "./update-rule";

/** The rule that the optimiser's kind stands for. */
export function updateRuleOf(settings: Optimizer): UpdateRule {
  return settings.kind === "sgd" ? stochasticGradientDescent(settings) : adamW(settings);
}
