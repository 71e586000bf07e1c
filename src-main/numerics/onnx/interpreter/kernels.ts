/** @file The table of all kernels by operator: one for each operator of the operator table. */
import type { OperatorName } from "../operators";
import type { Kernel } from "./kernel";
import { arrangementKernels } from "./kernels/arrangement";
import { blockKernels } from "./kernels/blocks";
import { convolutionKernels } from "./kernels/convolution";
import { elementwiseKernels } from "./kernels/elementwise";
import { gridSampleKernels } from "./kernels/grid-sample";
import { normalisationKernels } from "./kernels/normalisation";
import { poolingKernels } from "./kernels/pooling";
import { productKernels } from "./kernels/products";
import { reductionKernels } from "./kernels/reductions";
import { resizeKernels } from "./kernels/resize";
import { roiAlignKernels } from "./kernels/roi-align";
import { selectionKernels } from "./kernels/selection";
import { suppressionKernels } from "./kernels/suppression";

export const kernels = {
  ...arrangementKernels,
  ...blockKernels,
  ...convolutionKernels,
  ...elementwiseKernels,
  ...gridSampleKernels,
  ...normalisationKernels,
  ...poolingKernels,
  ...productKernels,
  ...reductionKernels,
  ...resizeKernels,
  ...roiAlignKernels,
  ...selectionKernels,
  ...suppressionKernels,
} satisfies Partial<Record<OperatorName, Kernel>>;
