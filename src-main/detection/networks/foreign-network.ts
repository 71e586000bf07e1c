/** @file Tells from the names of its weights which other network a checkpoint is of. */

type Sign = readonly [description: string, ...patterns: readonly RegExp[]];

/** Networks with some of the names that Faster R-CNN or RetinaNet have. */
const RELATED: readonly Sign[] = [
  ["a Mask R-CNN", /^roi_heads\.mask_/],
  ["a Keypoint R-CNN", /^roi_heads\.keypoint_/],
  ["an FCOS detector", /^head\.regression_head\.bbox_ctrness\./],
  ["an SSD detector", /^head\.(classification|regression)_head\.module_list\./],
  ["a detector of Detectron2", /^(backbone\.bottom_up|proposal_generator)\./],
];

const OTHER: readonly Sign[] = [
  ["a detector of MMDetection", /^(neck|bbox_head|rpn_head|roi_head)\./],
  ["a DETR detector", /(^|\.)(class_embed|bbox_embed|enc_score_head)\./],
  ["a YOLO detector", /^(model\.)*\d+\.(cv\d|m|conv|bn)\.|^module_list\.\d+\./],
  ["a classifier with a ResNet", /^layer1\.0\.conv1\.weight$/, /^fc\./],
  ["a ResNet without a detector's heads", /^(backbone\.)?layer1\.0\.conv1\.weight$/],
  ["a classifier", /^(classifier|fc|heads?)(\.\d+|\.head)?\.weight$/],
  ["a transformer", /(^|\.)(self_attn|attn|attention|self_attention)\./],
];

/** Undefined where nothing known is recognised. A network that has the heads of Faster R-CNN or RetinaNet is compared
 * with their relatives only. */
export function foreignNetwork(
  names: readonly string[],
  { hasHeads }: { readonly hasHeads: boolean },
): string | undefined {
  const signs = hasHeads ? RELATED : [...RELATED, ...OTHER];
  return signs.find(([, ...patterns]) => patterns.every((sign) => names.some((name) => sign.test(name))))?.[0];
}
