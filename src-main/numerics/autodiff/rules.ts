/** @file The table of rules of differentiation, by operator. */
import type { GraphNode } from "../onnx/graph";
import type { OperatorName } from "../onnx/operators";
import type { GradientRule, GradientRules } from "./gradient-rule";
import { NoGradient } from "./no-gradient";
import { activationRules } from "./rules/activation-rules";
import { angleRules } from "./rules/angle-rules";
import { blockRules } from "./rules/block-rules";
import { convolutionRules } from "./rules/convolution-rules";
import { elementwiseRules } from "./rules/elementwise-rules";
import { gatheringRules } from "./rules/gathering-rules";
import { gridSampleRules } from "./rules/grid-sample-rules";
import { joiningRules } from "./rules/joining-rules";
import { normalisationRules } from "./rules/normalisation-rules";
import { poolingRules } from "./rules/pooling-rules";
import { productRules } from "./rules/product-rules";
import { reductionRules } from "./rules/reduction-rules";
import { resizeRules } from "./rules/resize-rules";
import { roiAlignRules } from "./rules/roi-align-rules";
import { shapingRules } from "./rules/shaping-rules";
import { slicingRules } from "./rules/slicing-rules";

export const rules = {
  ...activationRules,
  ...angleRules,
  ...blockRules,
  ...convolutionRules,
  ...elementwiseRules,
  ...gatheringRules,
  ...gridSampleRules,
  ...joiningRules,
  ...normalisationRules,
  ...poolingRules,
  ...productRules,
  ...reductionRules,
  ...resizeRules,
  ...roiAlignRules,
  ...shapingRules,
  ...slicingRules,
} satisfies GradientRules;

/** Operators whose answers are whole numbers, truths, sizes or steps: nothing that stands before them moves them
 * smoothly, so that a gradient of nothing is the right one. */
const STOPS: ReadonlySet<string> = new Set<OperatorName>([
  "And",
  "ArgMax",
  "Ceil",
  "Constant",
  "ConstantOfShape",
  "Equal",
  "Floor",
  "Greater",
  "GreaterOrEqual",
  "Less",
  "LessOrEqual",
  "NonMaxSuppression",
  "NonZero",
  "Not",
  "Or",
  "Range",
  "Shape",
  "Sign",
]);

/** @throws {NoGradient} for an operator that the table has no rule for, naming operator and node. */
export function requireRule({ operator, domain, name, outputs }: GraphNode): GradientRule {
  if (domain === "" && Object.hasOwn(rules, operator)) return rules[operator as keyof typeof rules] as GradientRule;
  const label = domain === "" ? operator : `${domain}.${operator}`;
  throw new NoGradient(`No gradient is known for the operator ${label} (node ${name || outputs[0]}).`);
}

/** Whether no gradient passes the node, and none is missing there. */
export function stopsGradients({ operator, domain }: GraphNode): boolean {
  return domain === "" && STOPS.has(operator);
}
