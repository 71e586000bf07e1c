/** @file Kernels of matrix products. */
import { Failure } from "../../../../../src-shared/domain/failure";
import type { Kernel } from "../kernel";
import { broadcastShapes, broadcastStrides, offsetAt, stridesOf, tabulate } from "../places";
import type { ReferenceTensor } from "../reference-tensor";

export const productKernels = {
  MatMul: ({ input }) => multiply(input(0), input(1)),
  Gemm: ({ input, optional, attributes }) => {
    const [alpha, beta] = [attributes.float("alpha", 1), attributes.float("beta", 1)];
    const left = attributes.flag("transA", false) ? transpose(input(0)) : input(0);
    const right = attributes.flag("transB", false) ? transpose(input(1)) : input(1);
    const product = multiply(left, right);
    const bias = optional(2);
    const strides = bias && broadcastStrides(bias.shape, product.shape);
    if (bias) checkBias(bias, product);
    const columns = product.shape[1];
    return tabulate(product.type, product.shape, (index) => {
      const added = bias && strides ? beta * bias.data[offsetAt(index, strides)] : 0;
      return alpha * product.data[index[0] * columns + index[1]] + added;
    });
  },
} satisfies Record<string, Kernel>;

/** As NumPy's matmul: the last two axes are matrices, those before are broadcast; a vector is a row on the left and a
 * column on the right, which the answer does not have. */
function multiply(left: ReferenceTensor, right: ReferenceTensor): ReferenceTensor {
  const rows = left.shape.length === 1 ? { ...left, shape: [1, ...left.shape] } : left;
  const columns = right.shape.length === 1 ? { ...right, shape: [...right.shape, 1] } : right;
  const [height, depth] = rows.shape.slice(-2);
  const [otherDepth, width] = columns.shape.slice(-2);
  if (depth !== otherDepth || left.type !== right.type) {
    const found = `${left.type} [${left.shape.join(", ")}] and ${right.type} [${right.shape.join(", ")}]`;
    throw new Failure("invalid-input", `${found} cannot be multiplied`);
  }
  const stacks = [rows, columns].map(({ shape }) => shape.slice(0, -2));
  const stack = broadcastShapes(stacks);
  const [leftStrides, rightStrides] = stacks.map((shape) => broadcastStrides(shape, stack));
  const product = tabulate(left.type, [...stack, height, width], (index) => {
    const leftStart = (offsetAt(index, leftStrides) * height + index[stack.length]) * depth;
    const rightStart = offsetAt(index, rightStrides) * depth * width + index[stack.length + 1];
    let sum = 0;
    for (let at = 0; at < depth; at++) sum += left.data[leftStart + at] * right.data[rightStart + at * width];
    return sum;
  });
  const shape = [...stack, ...(left.shape.length === 1 ? [] : [height]), ...(right.shape.length === 1 ? [] : [width])];
  return { ...product, shape };
}

function transpose({ type, shape, data }: ReferenceTensor): ReferenceTensor {
  const strides = stridesOf(shape).toReversed();
  return tabulate(type, shape.toReversed(), (index) => data[offsetAt(index, strides)]);
}

/** The bias may be broadcast to the product, never the product to it. */
function checkBias(bias: ReferenceTensor, { shape }: ReferenceTensor): void {
  if (broadcastShapes([bias.shape, shape]).join() === shape.join()) return;
  const found = `a bias of [${bias.shape.join(", ")}]`;
  throw new Failure("invalid-input", `${found} does not fit a product of [${shape.join(", ")}]`);
}
