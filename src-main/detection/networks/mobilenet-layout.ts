/** @file What MobileNetV3's weights do not tell about its blocks: strides and activations.
 * @see Howard et al., arXiv:1905.02244, tables 1 and 2 */

export interface MobileNetBlockLayout {
  readonly stride: 1 | 2;
  readonly activation: "relu" | "hard-swish";
}

export const mobileNetLayout = {
  large: layout("1 2 1 2 1 1 2 1 1 1 1 1 2 1 1", { firstHardSwish: 6 }),
  small: layout("2 2 1 2 1 1 1 1 2 1 1", { firstHardSwish: 3 }),
} as const satisfies Record<string, readonly MobileNetBlockLayout[]>;

function layout(strides: string, { firstHardSwish }: { firstHardSwish: number }): readonly MobileNetBlockLayout[] {
  return strides.split(" ").map((stride, index) => ({
    stride: stride === "2" ? 2 : 1,
    activation: index < firstHardSwish ? "relu" : "hard-swish",
  }));
}
