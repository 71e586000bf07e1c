/** @file Reads from shapes which heads stand on a feature pyramid. */
import type { BoxHead, FasterRcnnArchitecture, RetinaNetArchitecture } from "./architecture";
import { hiddenLayerNumber } from "./expected-parameters";
import type { WeightShapes } from "./weight-shapes";

const BOX_HEAD = "roi_heads.box_head";
const CLASS_SCORES = "roi_heads.box_predictor.cls_score.weight";

/** @throws {Failure} `unsupported` when a head is missing or of no known build. */
export function readFasterRcnnHeads(
  shapes: WeightShapes,
  channels: number,
): Pick<FasterRcnnArchitecture, "proposalHead" | "boxHead" | "classes"> {
  const isMlp = shapes.has(`${BOX_HEAD}.fc6.weight`) || shapes.has(`${BOX_HEAD}.fc7.weight`);
  return {
    proposalHead: {
      convolutions: shapes.count("rpn.head.conv."),
      anchorsPerLocation: shapes.of("rpn.head.cls_logits.weight", 4)[0],
    },
    boxHead: isMlp ? readMlp(shapes, channels) : readConvolutions(shapes, channels),
    classes: readClasses(shapes),
  };
}

function readClasses(shapes: WeightShapes): number {
  const [classes] = shapes.of(CLASS_SCORES, 2);
  if (classes > 1) return classes;
  throw shapes.unfit(`scores one class by ${CLASS_SCORES}, the background, where one more was expected`);
}

function readMlp(shapes: WeightShapes, channels: number): BoxHead {
  const [first, inputs] = shapes.of(`${BOX_HEAD}.fc6.weight`, 2);
  const [second] = shapes.of(`${BOX_HEAD}.fc7.weight`, 2);
  return { kind: "mlp", roiSize: roiSize(shapes, inputs, channels), hiddenSizes: [first, second] };
}

function readConvolutions(shapes: WeightShapes, inChannels: number): BoxHead {
  const convolutions = shapes.count(`${BOX_HEAD}.`, ".0.weight");
  const channels = Array.from({ length: convolutions }, (_, index) => shapes.of(`${BOX_HEAD}.${index}.0.weight`, 4)[0]);
  const hidden: (readonly [size: number, inputs: number])[] = [];
  for (;;) {
    const name = `${BOX_HEAD}.${hiddenLayerNumber(convolutions, hidden.length)}.weight`;
    if (!shapes.has(name)) break;
    hidden.push(shapes.of(name, 2));
  }
  const [, inputs] = hidden[0] ?? shapes.of(CLASS_SCORES, 2);
  return {
    kind: "convolutions",
    roiSize: roiSize(shapes, inputs, channels.at(-1) ?? inChannels),
    channels,
    normalisation: convolutions > 0 ? shapes.normalisation(`${BOX_HEAD}.0.1`, `${BOX_HEAD}.`) : "none",
    hiddenSizes: hidden.map(([size]) => size),
  };
}

function roiSize(shapes: WeightShapes, inputs: number, channels: number): number {
  const size = Math.sqrt(inputs / channels);
  if (Number.isInteger(size)) return size;
  throw shapes.unfit(
    `has a box head whose first layer takes ${inputs} numbers, which are no square of ${channels} channels`,
  );
}

/** @throws {Failure} `unsupported` when a head is missing, or when its sizes do not divide. */
export function readRetinaNetHead(
  shapes: WeightShapes,
): Pick<RetinaNetArchitecture, "head" | "anchorsPerLocation" | "classes"> {
  const head = "head.classification_head";
  const [logits] = shapes.of(`${head}.cls_logits.weight`, 4);
  const [deltas] = shapes.of("head.regression_head.bbox_reg.weight", 4);
  const anchorsPerLocation = deltas / 4;
  const classes = logits / anchorsPerLocation;
  if (!Number.isInteger(anchorsPerLocation) || !Number.isInteger(classes)) {
    throw shapes.unfit(`has ${logits} class logits and ${deltas} box deltas at each place, which are no whole number of anchors`); // prettier-ignore
  }
  const convolutions = shapes.count(`${head}.conv.`);
  const normalisation = shapes.normalisation(`${head}.conv.0.1`, "head.");
  return { head: { convolutions, normalisation }, anchorsPerLocation, classes };
}
