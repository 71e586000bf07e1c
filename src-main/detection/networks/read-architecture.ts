/** @file Reads which detector a checkpoint is of, from the names and shapes of its weights alone. */
import type { DetectorArchitecture, FeaturePyramid } from "./architecture";
import { expectedParameters } from "./expected-parameters";
import { printableName } from "../../numerics/pickle/printable-name";
import { foreignNetwork } from "./foreign-network";
import { readBackbone } from "./read-backbone";
import { readFasterRcnnHeads, readRetinaNetHead } from "./read-heads";
import { readPyramid } from "./read-pyramid";
import { shapeText, WeightShapes } from "./weight-shapes";

/** So many names of one kind stand in a message. */
const NAMED = 3;

/** `shapes` by the names that the file gives, torchvision's of today or before 0.13.
 * @throws {Failure} `unsupported` when it is another network, or when weights are missing, unknown or of another shape
 * than the rest of the network asks for, all in one sentence. */
export function readArchitecture(
  shapes: ReadonlyMap<string, readonly number[]>,
  fileName: string,
): DetectorArchitecture {
  const weights = new WeightShapes(shapes, fileName);
  const architecture = architectureOf(weights);
  refuseDifferences(weights, architecture);
  return architecture;
}

function architectureOf(weights: WeightShapes): DetectorArchitecture {
  const kind = kindOf(weights);
  const backbone = readBackbone(weights);
  const pyramid = readPyramid(weights, backbone);
  if (kind === "retinanet") return { kind, backbone, pyramid, ...readRetinaNetHead(weights) };
  refuseGaps(weights, pyramid);
  return { kind, backbone, pyramid, ...readFasterRcnnHeads(weights, pyramid.channels) };
}

/** torchvision counts levels by halvings, and cuts RoIs of levels behind the last from nothing at all. */
function refuseGaps(weights: WeightShapes, { stages }: FeaturePyramid): void {
  const strides = stages.map(({ stride }) => stride);
  const halvings = Math.log2(Math.max(...strides) / Math.min(...strides));
  if (halvings < stages.length) return;
  throw weights.unfit(
    `has a feature pyramid with levels at strides of ${strides.join(", ")} pixels, where RoIs need one at each halving`,
  );
}

function kindOf(weights: WeightShapes): DetectorArchitecture["kind"] {
  const names = [...weights.all.keys()];
  const kind = kindByHeads(names);
  const foreign = foreignNetwork(names, { hasHeads: kind !== undefined });
  const refusal = "is no Faster R-CNN or RetinaNet of torchvision";
  if (foreign !== undefined) throw weights.unfit(`${refusal}: its weights are those of ${foreign}`);
  if (kind !== undefined) return kind;
  const found = names.length === 0 ? "no weights" : listed(names);
  throw weights.unfit(
    `${refusal}: it has ${found}, and lacks rpn.head.cls_logits.weight and head.classification_head.cls_logits.weight`,
  );
}

function kindByHeads(names: readonly string[]): DetectorArchitecture["kind"] | undefined {
  if (names.some((name) => /^(rpn\.head|roi_heads\.box_\w+)\./.test(name))) return "faster-rcnn";
  return names.some((name) => /^head\.(classification|regression)_head\./.test(name)) ? "retinanet" : undefined;
}

function refuseDifferences(weights: WeightShapes, architecture: DetectorArchitecture): void {
  const expected = expectedParameters(architecture);
  const missing = [...expected.keys()].filter((name) => !weights.has(name) && !isOptional(name));
  const unknown = [...weights.all.keys()].filter((name) => !expected.has(name));
  const misshapen = [...expected].flatMap(([name, shape]) => {
    const found = weights.all.get(name);
    if (!found || shapeText(found) === shapeText(shape) || isOptional(name)) return [];
    return [`${name} as ${shapeText(found)} instead of ${shapeText(shape)}`];
  });
  const differences = [
    ...(missing.length > 0 ? [`lacks ${listed(missing)}`] : []),
    ...(unknown.length > 0 ? [`has ${listed(unknown)}, which such a network has not`] : []),
    ...(misshapen.length > 0 ? [`holds ${listed(misshapen)}`] : []),
  ];
  if (differences.length === 0) return;
  const kind = architecture.kind === "faster-rcnn" ? "Faster R-CNN" : "RetinaNet";
  throw weights.unfit(`does not fit together as torchvision's ${kind}: it ${differences.join("; it ")}`);
}

/** Counts training steps; checkpoints before 2018 have none, and nothing here reads it. */
function isOptional(name: string): boolean {
  return name.endsWith(".num_batches_tracked");
}

function listed(names: readonly string[]): string {
  const left = names.length - NAMED;
  return names.slice(0, NAMED).map(printableName).join(", ") + (left > 0 ? ` and ${left} more` : "");
}
