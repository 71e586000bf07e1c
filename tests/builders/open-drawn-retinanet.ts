/** @file Small RetinaNets with weights drawn from their names, made ready to learn on any device, and two images for them.
 *
 * What torchvision answers with them stands in tests/fixtures/training/retinanet.json. */
import type { ExecutionProvider } from "../../src-shared/domain/device";
import { TORCHVISION_CARD } from "../../src-main/data/models/card-presets";
import { networkSettings } from "../../src-main/detection/networks/network-settings";
import { readArchitecture } from "../../src-main/detection/networks/read-architecture";
import type { RetinaNetNetwork } from "../../src-main/jobs/detectors/retinanet-network";
import { openRetinaNetTrainer } from "../../src-main/jobs/trainers/retinanet-trainer";
import type { OpenTrainer, TrainerSettings, TrainingImage } from "../../src-main/jobs/trainers/trainer";
import { drawn, readDrawnNetwork } from "../unit/src-main/detection/networks/drawn-network";
import { PLAIN_SETTINGS } from "./open-plain-trainer";
import { readFixture } from "./read-arrays";

const [HEIGHT, WIDTH] = [64, 96];

/** Without choosing a device, and without weight decay: what the optimiser remembers of the first step is the gradient.
 * `name` is "retinanet-v1", "retinanet-v2" or "retinanet-of-stage". */
export function openDrawnRetinaNet(
  name: string,
  change: Partial<TrainerSettings> = {},
  provider: ExecutionProvider = "cpu",
): Promise<OpenTrainer> {
  const optimizer = { kind: "sgd", momentum: 0.9, weightDecay: 0 } as const;
  return openRetinaNetTrainer(
    readNetwork(name),
    { ...PLAIN_SETTINGS, optimizer, batchSize: 2, ...change },
    { provider },
  );
}

/** One image and its mirror image. */
export function drawnBatch(): TrainingImage[] {
  const { boxes, labels } = readFixture<{
    readonly boxes: readonly (readonly (readonly number[])[])[];
    readonly labels: readonly (readonly number[])[];
  }>("training/retinanet.json");
  const data = drawn("image", [1, 3, HEIGHT, WIDTH]) as Float32Array<ArrayBuffer>;
  const mirrored = data.map((_, at) => data[at - (at % WIDTH) + WIDTH - 1 - (at % WIDTH)]!);
  return [data, mirrored].map((pixels, index) => ({
    input: { data: pixels, shape: [3, HEIGHT, WIDTH], scaleX: 1, scaleY: 1, offsetXPx: 0, offsetYPx: 0 },
    boxes: Float32Array.from(boxes[index]!.flat()),
    labels: Int32Array.from(labels[index]!),
  }));
}

function readNetwork(name: string): RetinaNetNetwork {
  const { shapes, parameters: drawnOnes } = readDrawnNetwork(name);
  const load = (key: string): Float32Array =>
    key.endsWith("num_batches_tracked") ? new Float32Array(1) : drawnOnes.load(key);
  const parameters = { ...drawnOnes, load };
  const architecture = readArchitecture(shapes, name);
  if (architecture.kind !== "retinanet") throw new Error(`${name} is no RetinaNet`);
  const anchors = [0, 1, 2, 3, 4].map((level) => ({
    sizesPx: [8 * 2 ** level, 12 * 2 ** level],
    aspectRatios: [0.5, 1],
  }));
  const settings = networkSettings(architecture, {
    minSizePx: HEIGHT,
    maxSizePx: WIDTH,
    anchors,
    normalisation: { mean: [0, 0, 0], deviation: [1, 1, 1] },
  });
  const input = { ...TORCHVISION_CARD.input, widthPx: WIDTH, heightPx: HEIGHT };
  return { architecture, parameters, settings, precision: "single", card: { ...TORCHVISION_CARD, name, input } };
}
