/** @file Builds a backbone's layers, and answers the feature map of each place that a pyramid may read. */
import type { Value } from "../../numerics/onnx/builder";
import type { Backbone, MobileNetBlock, MobileNetV3, ResNet } from "./architecture";
import { mobileNetLayout } from "./mobilenet-layout";
import type { Layer, NetworkBuilder } from "./network-builder";

const BODY = "backbone.body";

/** By the numbers of the stages: a ResNet's layers from 1, a MobileNet's children from 0. */
export function buildBackbone(network: NetworkBuilder, backbone: Backbone, image: Value): ReadonlyMap<number, Value> {
  return backbone.kind === "resnet" ? buildResNet(network, backbone, image) : buildMobileNet(network, backbone, image);
}

/** @see He et al., arXiv:1512.03385; strides stand in the 3×3 convolution of a bottleneck, as torchvision has them */
function buildResNet(network: NetworkBuilder, resNet: ResNet, image: Value): ReadonlyMap<number, Value> {
  const { normalisation, layers } = resNet;
  const stem = network.normedConvolution(`${BODY}.conv1`, { stride: 2, norm: `${BODY}.bn1`, normalisation });
  let value = network.graph.maxPool(network.graph.relu(stem(image)), { kernel: 3, strides: 2, pads: 1 });
  const stages = new Map<number, Value>();
  let inChannels = resNet.stemChannels;
  for (const [index, { blocks, channels }] of layers.entries()) {
    for (let place = 0; place < blocks; place++) {
      const stride = index > 0 && place === 0 ? 2 : 1;
      const isDirect = stride === 1 && inChannels === channels;
      value = residualBlock(network, resNet, { name: `${BODY}.layer${index + 1}.${place}`, stride, isDirect })(value);
      inChannels = channels;
    }
    stages.set(index + 1, value);
  }
  return stages;
}

interface BlockPlace {
  readonly name: string;
  readonly stride: number;
  /** What goes past the block's convolutions keeps its shape. */
  readonly isDirect: boolean;
}

function residualBlock(network: NetworkBuilder, resNet: ResNet, { name, stride, isDirect }: BlockPlace): Layer {
  const { block, groups, normalisation } = resNet;
  const layer = (number: number, options: { readonly stride?: number; readonly groups?: number } = {}): Layer =>
    network.normedConvolution(`${name}.conv${number}`, { ...options, norm: `${name}.bn${number}`, normalisation });
  const layers =
    block === "basic"
      ? [network.relu(layer(1, { stride })), layer(2)]
      : [network.relu(layer(1)), network.relu(layer(2, { stride, groups })), layer(3)];
  const past = isDirect
    ? undefined
    : network.normedConvolution(`${name}.downsample.0`, { stride, norm: `${name}.downsample.1`, normalisation });
  return (input) => {
    const inside = layers.reduce((value, each) => each(value), input);
    const around = past ? past(input) : input;
    // So that a layer's answer is found by its name: backbone.body.layer4.2/relu_1, say.
    return network.graph.within(name, () => network.graph.relu(network.graph.add(inside, around)));
  };
}

/** @see Howard et al., arXiv:1905.02244 */
function buildMobileNet(network: NetworkBuilder, mobileNet: MobileNetV3, image: Value): ReadonlyMap<number, Value> {
  const { graph } = network;
  const { variant, blocks, stemChannels, lastChannels, normalisation } = mobileNet;
  let value = graph.hardSwish(network.block(`${BODY}.0`, normalisation, { stride: 2 })(image));
  const stages = new Map([[0, value]]);
  let inChannels = stemChannels;
  for (const [index, block] of blocks.entries()) {
    const { stride, activation } = mobileNetLayout[variant][index]!;
    const activate = activation === "relu" ? graph.relu : graph.hardSwish;
    const name = `${BODY}.${index + 1}.block`;
    const inside = invertedResidual(network, block, { name, stride, inChannels, activate, normalisation })(value);
    value = stride === 1 && inChannels === block.channels ? graph.add(inside, value) : inside;
    inChannels = block.channels;
    stages.set(index + 1, value);
  }
  if (lastChannels === undefined) return stages;
  const number = blocks.length + 1;
  return stages.set(number, graph.hardSwish(network.block(`${BODY}.${number}`, normalisation)(value)));
}

interface InvertedResidualPlace extends Pick<MobileNetV3, "normalisation"> {
  readonly name: string;
  readonly stride: number;
  readonly inChannels: number;
  readonly activate: Layer;
}

/** Widen, convolve each channel by itself, weigh the channels, narrow. */
function invertedResidual(
  network: NetworkBuilder,
  { expandedChannels, squeezeChannels }: MobileNetBlock,
  { name, stride, inChannels, activate, normalisation }: InvertedResidualPlace,
): Layer {
  const layers: Layer[] = [];
  const next = (): string => `${name}.${layers.length}`;
  const activated = (layer: Layer): Layer => (input) => activate(layer(input)); // prettier-ignore
  if (expandedChannels !== inChannels) layers.push(activated(network.block(next(), normalisation)));
  layers.push(activated(network.block(next(), normalisation, { stride, groups: expandedChannels })));
  if (squeezeChannels !== undefined) layers.push(squeezeAndExcitation(network, next()));
  layers.push(network.block(next(), normalisation));
  return (input) => layers.reduce((value, layer) => layer(value), input);
}

/** @see Hu et al., arXiv:1709.01507, with MobileNetV3's hard sigmoid */
function squeezeAndExcitation(network: NetworkBuilder, name: string): Layer {
  const { graph } = network;
  const squeeze = network.relu(network.convolution(`${name}.fc1`));
  const excite = network.convolution(`${name}.fc2`);
  return (input) => {
    const weights = excite(squeeze(graph.globalAveragePool(input)));
    return graph.mul(input, graph.hardSigmoid(weights, { alpha: 1 / 6, beta: 0.5 }));
  };
}
