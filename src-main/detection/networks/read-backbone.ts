/** @file Reads from shapes which backbone a detector has. */
import type { Backbone, MobileNetBlock, MobileNetV3, ResNet, ResNetLayer } from "./architecture";
import { mobileNetLayout } from "./mobilenet-layout";
import type { WeightShapes } from "./weight-shapes";

const BODY = "backbone.body";

/** @throws {Failure} `unsupported` when it is neither a ResNet nor a MobileNetV3. */
export function readBackbone(shapes: WeightShapes): Backbone {
  if (shapes.has(`${BODY}.conv1.weight`)) return readResNet(shapes);
  if (shapes.count(`${BODY}.`, ".block.") > 0) return readMobileNet(shapes);
  const isBare = shapes.count("backbone.") > 0 || shapes.has("backbone.conv1.weight");
  if (isBare) throw shapes.unfit("is a detector without feature pyramid, where one with backbone.body and backbone.fpn was expected"); // prettier-ignore
  throw shapes.unfit("has a backbone that is neither torchvision's ResNet (it lacks backbone.body.conv1.weight) nor its MobileNetV3 (it lacks backbone.body.1.block.0.0.weight)"); // prettier-ignore
}

function readResNet(shapes: WeightShapes): ResNet {
  const [stemChannels] = shapes.of(`${BODY}.conv1.weight`, 4);
  const isBottleneck = shapes.has(`${BODY}.layer1.0.conv3.weight`);
  const [width, groupWidth] = shapes.of(`${BODY}.layer1.0.conv2.weight`, 4);
  const groups = isBottleneck ? width / groupWidth : 1;
  if (!Number.isInteger(groups)) {
    throw shapes.unfit(
      `holds ${BODY}.layer1.0.conv2.weight with ${width} channels out and ${groupWidth} in for each group, which do not divide`,
    );
  }
  return {
    kind: "resnet",
    block: isBottleneck ? "bottleneck" : "basic",
    stemChannels,
    groups,
    layers: readResNetLayers(shapes, isBottleneck ? "conv3" : "conv2"),
    normalisation: shapes.normalisation(`${BODY}.bn1`, `${BODY}.`),
  };
}

/** torchvision cuts the network behind the last layer that the pyramid reads. */
function readResNetLayers(shapes: WeightShapes, lastConvolution: string): readonly ResNetLayer[] {
  const layers: ResNetLayer[] = [];
  for (let number = 1; number <= 4; number++) {
    const name = `${BODY}.layer${number}`;
    const blocks = shapes.count(`${name}.`);
    if (blocks === 0) break;
    const [width] = shapes.of(`${name}.0.conv1.weight`, 4);
    const [channels] = shapes.of(`${name}.0.${lastConvolution}.weight`, 4);
    layers.push({ blocks, width, channels });
  }
  return layers;
}

function readMobileNet(shapes: WeightShapes): MobileNetV3 {
  const [stemChannels] = shapes.of(`${BODY}.0.0.weight`, 4);
  // The small variant squeezes in its first block, the large one does not.
  const variant = shapes.has(`${BODY}.1.block.1.fc1.weight`) ? "small" : "large";
  const count = shapes.count(`${BODY}.`, ".block.");
  const most = mobileNetLayout[variant].length;
  if (count > most) throw shapes.unfit(`has ${count} blocks in its backbone, where MobileNetV3 ${variant} has ${most}`);
  const blocks = Array.from({ length: count }, (_, index) => readMobileNetBlock(shapes, `${BODY}.${index + 1}.block`));
  const last = `${BODY}.${count + 1}.0.weight`;
  return {
    kind: "mobilenet-v3",
    variant,
    stemChannels,
    blocks,
    ...(shapes.has(last) ? { lastChannels: shapes.of(last, 4)[0] } : {}),
    normalisation: shapes.normalisation(`${BODY}.0.1`, `${BODY}.`),
  };
}

/** A block that does not widen begins with its depthwise convolution. */
function readMobileNetBlock(shapes: WeightShapes, name: string): MobileNetBlock {
  const [expandedChannels, , firstKernel] = shapes.of(`${name}.0.0.weight`, 4);
  const depthwise = firstKernel === 1 ? 1 : 0;
  const [, , kernel] = shapes.of(`${name}.${depthwise}.0.weight`, 4);
  const squeeze = `${name}.${depthwise + 1}.fc1.weight`;
  const isSqueezed = shapes.has(squeeze);
  const [channels] = shapes.of(`${name}.${depthwise + (isSqueezed ? 2 : 1)}.0.weight`, 4);
  return {
    expandedChannels,
    channels,
    kernel,
    ...(isSqueezed ? { squeezeChannels: shapes.of(squeeze, 4)[0] } : {}),
  };
}
