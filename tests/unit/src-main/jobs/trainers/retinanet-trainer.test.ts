/** @file Checks a step of small RetinaNets against torchvision's own losses and gradients. */
import { expect, onTestFinished, test } from "vitest";
import { TORCHVISION_CARD } from "../../../../../src-main/data/models/card-presets";
import { networkSettings } from "../../../../../src-main/detection/networks/network-settings";
import { readArchitecture } from "../../../../../src-main/detection/networks/read-architecture";
import type { RetinaNetNetwork } from "../../../../../src-main/jobs/detectors/retinanet-network";
import { openRetinaNetTrainer } from "../../../../../src-main/jobs/trainers/retinanet-trainer";
import type { TrainerSettings, TrainerState, TrainingImage } from "../../../../../src-main/jobs/trainers/trainer";
import { readFixture } from "../../../../builders/read-arrays";
import { drawn, readDrawnNetwork } from "../../detection/networks/drawn-network";

interface Case {
  readonly network: string;
  readonly batchNorm: "training" | "frozen";
  readonly losses: Readonly<Record<string, number>>;
  readonly gradients: Readonly<Record<string, { readonly norm: number; readonly first: readonly number[] }>>;
}

const [HEIGHT, WIDTH] = [64, 96];
const fixture = readFixture<{
  readonly boxes: readonly (readonly (readonly number[])[])[];
  readonly labels: readonly (readonly number[])[];
  readonly cases: readonly Case[];
}>("training/retinanet.json");

const SETTINGS: TrainerSettings = {
  seed: 0,
  precision: "single",
  optimizer: { kind: "sgd", momentum: 0.9, weightDecay: 0 },
  accumulate: 1,
  trainableBackboneLayers: 5,
  batchNorm: "training",
  scope: "full",
};
const MEMORY = "momentum_buffer.";
/** torchvision's are computed in doubles. */
const TOLERANCE = 1e-4;
const PLACE = { stepNumber: 1, learningRate: 1e-9, isUpdate: true };

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
  return { architecture, parameters, settings, precision: "single", card: { ...TORCHVISION_CARD, name } };
}

/** One image and its mirror image. */
function images(): TrainingImage[] {
  const data = drawn("image", [1, 3, HEIGHT, WIDTH]) as Float32Array<ArrayBuffer>;
  const mirrored = data.map((_, at) => data[at - (at % WIDTH) + WIDTH - 1 - (at % WIDTH)]!);
  return [data, mirrored].map((pixels, index) => ({
    input: { data: pixels, shape: [3, HEIGHT, WIDTH], scaleX: 1, scaleY: 1, offsetXPx: 0, offsetYPx: 0 },
    boxes: Float32Array.from(fixture.boxes[index]!.flat()),
    labels: Int32Array.from(fixture.labels[index]!),
  }));
}

function open(network: RetinaNetNetwork, change: Partial<TrainerSettings> = {}) {
  const trainer = openRetinaNetTrainer(network, { ...SETTINGS, ...change }, { provider: "cpu" });
  onTestFinished(() => trainer.release());
  return trainer;
}

test.each(fixture.cases)("$network with norms $batchNorm: losses and gradients are torchvision's", async (expected) => {
  const trainer = open(readNetwork(expected.network), { batchNorm: expected.batchNorm });
  const { losses } = await trainer.step(images(), PLACE);
  expectLosses(losses, expected);
  expect(gradientsAway((await trainer.snapshot()).optimizer, expected)).toEqual([]);
});

test("heads that learn alone have torchvision's losses and gradients, and nothing else has any", async () => {
  const expected = fixture.cases.find(
    ({ network, batchNorm }) => network === "retinanet-v1" && batchNorm === "frozen",
  )!;
  const trainer = open(readNetwork(expected.network), { scope: "heads" });
  const { losses } = await trainer.step(images(), PLACE);
  expectLosses(losses, expected);
  const { optimizer } = await trainer.snapshot();
  const heads = Object.keys(expected.gradients).filter((name) => name.startsWith("head."));
  expect([...optimizer.keys()].filter((name) => name.startsWith(MEMORY)).toSorted()).toEqual(
    heads.map((name) => `${MEMORY}${name}`).toSorted(),
  );
  expect(gradientsAway(optimizer, expected)).toEqual([]);
});

test("a training that goes on from a snapshot takes the very steps that it would have taken", async () => {
  const network = readNetwork("retinanet-v1");
  const [whole, later] = [open(network), open(network)];
  const place = { ...PLACE, learningRate: 1e-5 };
  await whole.step(images(), place);
  await later.restore(await whole.snapshot());
  const [expected, found] = [await whole.step(images(), place), await later.step(images(), place)];
  expect(found.losses).toEqual(expected.losses);
  expect(await later.snapshot()).toEqual(await whole.snapshot());
});

test("a batch without any box is learnt from: all of it is background", async () => {
  const trainer = open(readNetwork("retinanet-v1"));
  const empty = images().map((image) => ({ ...image, boxes: new Float32Array(0), labels: new Int32Array(0) }));
  const { losses, gradientNorm } = await trainer.step(empty, PLACE);
  expect(losses["bbox_regression"]).toBe(0);
  expect(losses["classification"]).toBeGreaterThan(0);
  expect(gradientNorm).toBeGreaterThan(0);
});

function expectLosses(found: Readonly<Record<string, number>>, { losses }: Case): void {
  expect(Object.keys(found).toSorted()).toEqual(Object.keys(losses).toSorted());
  for (const [name, loss] of Object.entries(losses)) expect(found[name]! / loss).toBeCloseTo(1, 4);
}

/** What the optimiser remembers of its first step is the gradient. A bias in front of a norm has a gradient that is 0 but
 * for rounding, so that differences are also measured by the longest of all. */
function gradientsAway(optimizer: TrainerState["optimizer"], { gradients }: Case): readonly object[] {
  const floor = 1e-6 * Math.max(...Object.values(gradients).map(({ norm }) => norm));
  const moved = [...optimizer.keys()].filter((name) => name.startsWith(MEMORY));
  expect(moved.length).toBeGreaterThan(10);
  const differences = moved.map((name) => {
    const gradient = gradients[name.slice(MEMORY.length)]!;
    const found = Array.from(optimizer.get(name)!.data, Number);
    const away = Math.hypot(...gradient.first.map((value, place) => found[place]! - value));
    const scale = Math.max(gradient.norm, floor);
    return { name, norm: Math.abs(Math.hypot(...found) - gradient.norm) / scale, first: away / scale };
  });
  return differences.filter(({ norm, first }) => !(norm < TOLERANCE && first < TOLERANCE));
}
