/** @file Names of weights as torchvision writes them since 0.13, from those that it wrote before. */

/** Before, single convolutions stood where a sequence of convolution and normalisation stands now. */
const RENAMED: readonly (readonly [RegExp, (...parts: readonly string[]) => string])[] = [
  [/^rpn\.head\.conv\.(weight|bias)$/, (_, kind) => `rpn.head.conv.0.0.${kind}`],
  [
    /^backbone\.fpn\.(inner|layer)_blocks\.(\d+)\.(weight|bias)$/,
    (_, blocks, index, kind) => `backbone.fpn.${blocks}_blocks.${index}.0.${kind}`,
  ],
  [
    /^head\.(classification|regression)_head\.conv\.(\d*[02468])\.(weight|bias)$/,
    (_, head, index, kind) => `head.${head}_head.conv.${Number(index) / 2}.0.${kind}`,
  ],
];

/** A name of today, and any other, as it is. */
export function modernName(name: string): string {
  for (const [pattern, rename] of RENAMED) {
    const parts = pattern.exec(name);
    if (parts) return rename(...parts);
  }
  return name;
}
