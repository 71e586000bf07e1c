/** @file A small Faster R-CNN checkpoint with weights by chance, named as torchvision names them. */
import { writeCheckpoint } from "../../src-main/data/models/write-checkpoint";
import type { FasterRcnnArchitecture } from "../../src-main/detection/networks/architecture";
import { expectedParameters } from "../../src-main/detection/networks/expected-parameters";
import type { StoredTensor } from "../../src-main/numerics/pickle/checkpoint";

interface SmallNetwork {
  readonly classes?: number;
  /** Of each stage's bottleneck; its groups divide them. */
  readonly widths?: readonly number[];
  readonly groups?: number;
}

/** ResNet of four bottlenecks, pyramid of 16: some hundred thousand parameters. */
function smallFasterRcnn({ classes = 2, widths = [8, 16, 32, 64], groups = 1 }: SmallNetwork): FasterRcnnArchitecture {
  return {
    kind: "faster-rcnn",
    backbone: {
      kind: "resnet",
      block: "bottleneck",
      stemChannels: 8,
      groups,
      layers: widths.map((width) => ({ blocks: 1, width, channels: 4 * width })),
      normalisation: "batch",
    },
    pyramid: {
      channels: 16,
      stages: widths.map((width, index) => ({ number: index + 1, channels: 4 * width, stride: 4 * 2 ** index })),
      normalisation: "none",
      extra: { kind: "max-pool" },
    },
    proposalHead: { convolutions: 1, anchorsPerLocation: 3 },
    boxHead: { kind: "mlp", roiSize: 7, hiddenSizes: [32, 32] },
    classes,
  };
}

/** Writes `.pth` or `.safetensors` by the ending of `file`; the same numbers each time, others for another seed. */
export function writeSmallCheckpoint(
  file: string,
  { seed = 7, ...network }: SmallNetwork & { readonly seed?: number } = {},
): Promise<void> {
  const random = randomNumbers(seed);
  const tensors = [...expectedParameters(smallFasterRcnn(network))].map(([name, shape]) =>
    tensorOf(name, shape, random),
  );
  return writeCheckpoint(tensors, file);
}

function tensorOf(name: string, shape: readonly number[], random: () => number): StoredTensor {
  if (name.endsWith("num_batches_tracked")) {
    return { name, type: "int64", shape, load: () => ({ type: "int64", shape, data: new BigInt64Array([1n]) }) };
  }
  const size = shape.reduce((product, one) => product * one, 1);
  // As wide as keeps the values of one layer about as large as those of the one before.
  const width = Math.sqrt(6 / Math.max(1, size / (shape[0] ?? 1))) * (isPredictor(name) ? 0.05 : 1);
  const isUnit = name.endsWith("running_var") || (shape.length === 1 && name.endsWith("weight"));
  const data = Float32Array.from({ length: size }, () => (isUnit ? 1 : shape.length === 1 ? 0 : width * random()));
  return { name, type: "float32", shape, load: () => ({ type: "float32", shape, data }) };
}

/** Kept small, so that boxes stay near their anchors and scores near one half: there is something to see. */
function isPredictor(name: string): boolean {
  return /cls_|bbox_/u.test(name);
}

/** Numbers from −1 to 1. @see https://en.wikipedia.org/wiki/Linear_congruential_generator */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}
