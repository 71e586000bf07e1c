/** @file The names and shapes of all weights and buffers that torchvision's detector of an architecture has. */
import type {
  Backbone,
  BoxHead,
  DetectorArchitecture,
  FasterRcnnArchitecture,
  FeaturePyramid,
  MobileNetBlock,
  MobileNetV3,
  Normalisation,
  ResNet,
  ResNetLayer,
  RetinaNetArchitecture,
} from "./architecture";

type Entry = readonly [name: string, shape: readonly number[]];
type Entries = Generator<Entry, void, undefined>;

/** In the order of torchvision's state_dict.
 * @see https://github.com/pytorch/vision/tree/main/torchvision/models/detection */
export function expectedParameters(architecture: DetectorArchitecture): ReadonlyMap<string, readonly number[]> {
  return new Map(detector(architecture));
}

function* detector(architecture: DetectorArchitecture): Entries {
  yield* backbone(architecture.backbone);
  yield* pyramid(architecture.pyramid);
  if (architecture.kind === "faster-rcnn") yield* fasterRcnnHeads(architecture);
  else yield* retinaNetHeads(architecture);
}

function backbone(network: Backbone): Entries {
  return network.kind === "resnet" ? resNet(network) : mobileNet(network);
}

function* resNet({ block, stemChannels, groups, layers, normalisation }: ResNet): Entries {
  const body = "backbone.body";
  yield [`${body}.conv1.weight`, [stemChannels, 3, 7, 7]];
  yield* norm(`${body}.bn1`, stemChannels, normalisation);
  let inChannels = stemChannels;
  for (const [index, layer] of layers.entries()) {
    for (let place = 0; place < layer.blocks; place++) {
      const name = `${body}.layer${index + 1}.${place}`;
      if (block === "basic") yield* basicBlock(name, inChannels, { layer, normalisation });
      else yield* bottleneck(name, inChannels, { layer, normalisation, groups });
      const isStrided = index > 0 && place === 0;
      if (isStrided || inChannels !== layer.channels) yield* downsample(name, inChannels, { layer, normalisation });
      inChannels = layer.channels;
    }
  }
}

interface BlockOptions {
  readonly layer: ResNetLayer;
  readonly normalisation: Normalisation;
}

function* basicBlock(name: string, inChannels: number, { layer, normalisation }: BlockOptions): Entries {
  const { channels } = layer;
  yield [`${name}.conv1.weight`, [channels, inChannels, 3, 3]];
  yield* norm(`${name}.bn1`, channels, normalisation);
  yield [`${name}.conv2.weight`, [channels, channels, 3, 3]];
  yield* norm(`${name}.bn2`, channels, normalisation);
}

function* bottleneck(
  name: string,
  inChannels: number,
  { layer: { width, channels }, normalisation, groups }: BlockOptions & { readonly groups: number },
): Entries {
  yield [`${name}.conv1.weight`, [width, inChannels, 1, 1]];
  yield* norm(`${name}.bn1`, width, normalisation);
  yield [`${name}.conv2.weight`, [width, width / groups, 3, 3]];
  yield* norm(`${name}.bn2`, width, normalisation);
  yield [`${name}.conv3.weight`, [channels, width, 1, 1]];
  yield* norm(`${name}.bn3`, channels, normalisation);
}

function* downsample(name: string, inChannels: number, { layer, normalisation }: BlockOptions): Entries {
  yield [`${name}.downsample.0.weight`, [layer.channels, inChannels, 1, 1]];
  yield* norm(`${name}.downsample.1`, layer.channels, normalisation);
}

function* mobileNet({ stemChannels, blocks, lastChannels, normalisation }: MobileNetV3): Entries {
  const body = "backbone.body";
  yield* normedConvolution(`${body}.0`, [stemChannels, 3, 3, 3], normalisation);
  let inChannels = stemChannels;
  for (const [index, block] of blocks.entries()) {
    yield* mobileNetBlock(`${body}.${index + 1}.block`, inChannels, { block, normalisation });
    inChannels = block.channels;
  }
  if (lastChannels === undefined) return;
  yield* normedConvolution(`${body}.${blocks.length + 1}`, [lastChannels, inChannels, 1, 1], normalisation);
}

function* mobileNetBlock(
  name: string,
  inChannels: number,
  { block, normalisation }: { readonly block: MobileNetBlock; readonly normalisation: Normalisation },
): Entries {
  const { expandedChannels, channels, kernel, squeezeChannels } = block;
  let place = 0;
  if (expandedChannels !== inChannels) {
    yield* normedConvolution(`${name}.${place++}`, [expandedChannels, inChannels, 1, 1], normalisation);
  }
  yield* normedConvolution(`${name}.${place++}`, [expandedChannels, 1, kernel, kernel], normalisation);
  if (squeezeChannels !== undefined) {
    yield* withBias(`${name}.${place}.fc1`, [squeezeChannels, expandedChannels, 1, 1]);
    yield* withBias(`${name}.${place++}.fc2`, [expandedChannels, squeezeChannels, 1, 1]);
  }
  yield* normedConvolution(`${name}.${place}`, [channels, expandedChannels, 1, 1], normalisation);
}

function* pyramid({ channels, stages, normalisation, extra }: FeaturePyramid): Entries {
  const fpn = "backbone.fpn";
  for (const [index, stage] of stages.entries()) {
    yield* normedConvolution(`${fpn}.inner_blocks.${index}`, [channels, stage.channels, 1, 1], normalisation);
  }
  for (const index of stages.keys()) {
    yield* normedConvolution(`${fpn}.layer_blocks.${index}`, [channels, channels, 3, 3], normalisation);
  }
  if (extra.kind === "max-pool") return;
  const inChannels = extra.reads === "level" ? channels : (stages.at(-1)?.channels ?? channels);
  yield* withBias(`${fpn}.extra_blocks.p6`, [channels, inChannels, 3, 3]);
  yield* withBias(`${fpn}.extra_blocks.p7`, [channels, channels, 3, 3]);
}

function* fasterRcnnHeads({ pyramid: { channels }, proposalHead, boxHead, classes }: FasterRcnnArchitecture): Entries {
  const { convolutions, anchorsPerLocation } = proposalHead;
  for (let index = 0; index < convolutions; index++) {
    yield* withBias(`rpn.head.conv.${index}.0`, [channels, channels, 3, 3]);
  }
  yield* withBias("rpn.head.cls_logits", [anchorsPerLocation, channels, 1, 1]);
  yield* withBias("rpn.head.bbox_pred", [4 * anchorsPerLocation, channels, 1, 1]);
  const hiddenSize = yield* boxHeadEntries(boxHead, channels);
  yield* withBias("roi_heads.box_predictor.cls_score", [classes, hiddenSize]);
  yield* withBias("roi_heads.box_predictor.bbox_pred", [4 * classes, hiddenSize]);
}

/** Answers how many numbers the head gives for each RoI. */
function* boxHeadEntries(head: BoxHead, inChannels: number): Generator<Entry, number, undefined> {
  const name = "roi_heads.box_head";
  const area = head.roiSize ** 2;
  if (head.kind === "mlp") {
    const [first, second] = head.hiddenSizes;
    yield* withBias(`${name}.fc6`, [first, inChannels * area]);
    yield* withBias(`${name}.fc7`, [second, first]);
    return second;
  }
  let channels = inChannels;
  for (const [index, outChannels] of head.channels.entries()) {
    yield* normedConvolution(`${name}.${index}`, [outChannels, channels, 3, 3], head.normalisation);
    channels = outChannels;
  }
  let size = channels * area;
  for (const [index, hiddenSize] of head.hiddenSizes.entries()) {
    yield* withBias(`${name}.${hiddenLayerNumber(head.channels.length, index)}`, [hiddenSize, size]);
    size = hiddenSize;
  }
  return size;
}

/** Within torchvision's sequence, convolutions are followed by a flattening, and each linear layer by a ReLU. */
export function hiddenLayerNumber(convolutions: number, index: number): number {
  return convolutions + 1 + 2 * index;
}

function* retinaNetHeads(architecture: RetinaNetArchitecture): Entries {
  const { pyramid: { channels }, head, anchorsPerLocation, classes } = architecture; // prettier-ignore
  for (const [name, predictor, size] of [
    ["head.classification_head", "cls_logits", classes],
    ["head.regression_head", "bbox_reg", 4],
  ] as const) {
    for (let index = 0; index < head.convolutions; index++) {
      yield* normedConvolution(`${name}.conv.${index}`, [channels, channels, 3, 3], head.normalisation);
    }
    yield* withBias(`${name}.${predictor}`, [anchorsPerLocation * size, channels, 3, 3]);
  }
}

/** torchvision's Conv2dNormActivation: the convolution has a bias only where no normalisation follows. */
function* normedConvolution(name: string, shape: readonly [number, ...number[]], kind: Normalisation): Entries {
  if (kind === "none") yield* withBias(`${name}.0`, shape);
  else yield [`${name}.0.weight`, shape];
  yield* norm(`${name}.1`, shape[0], kind);
}

function* norm(name: string, channels: number, kind: Normalisation): Entries {
  if (kind === "none") return;
  yield [`${name}.weight`, [channels]];
  yield [`${name}.bias`, [channels]];
  if (kind === "group") return;
  yield [`${name}.running_mean`, [channels]];
  yield [`${name}.running_var`, [channels]];
  if (kind === "batch") yield [`${name}.num_batches_tracked`, []];
}

function* withBias(name: string, shape: readonly [number, ...number[]]): Entries {
  yield [`${name}.weight`, shape];
  yield [`${name}.bias`, [shape[0]]];
}
