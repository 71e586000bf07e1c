/** @file Checks a step of small RetinaNets against torchvision's own losses and gradients. */
import { expect, onTestFinished, test } from "vitest";
import type { OpenTrainer, TrainerSettings, TrainerState } from "../../../../../src-main/jobs/trainers/trainer";
import { drawnBatch, openDrawnRetinaNet } from "../../../../builders/open-drawn-retinanet";
import { readFixture } from "../../../../builders/read-arrays";

interface Case {
  readonly network: string;
  readonly batchNorm: "training" | "frozen";
  readonly losses: Readonly<Record<string, number>>;
  readonly gradients: Readonly<Record<string, { readonly norm: number; readonly first: readonly number[] }>>;
}

const { cases } = readFixture<{ readonly cases: readonly Case[] }>("training/retinanet.json");

const MEMORY = "momentum_buffer.";
/** torchvision's are computed in doubles. */
const TOLERANCE = 1e-4;
const PLACE = { stepNumber: 1, learningRate: 1e-9, isUpdate: true };

async function open(name: string, change: Partial<TrainerSettings> = {}): Promise<OpenTrainer> {
  const trainer = await openDrawnRetinaNet(name, change);
  onTestFinished(() => trainer.release());
  return trainer;
}

test.each(cases)("$network with norms $batchNorm: losses and gradients are torchvision's", async (expected) => {
  const trainer = await open(expected.network, { batchNorm: expected.batchNorm });
  const { losses } = await trainer.step(drawnBatch(), PLACE);
  expectLosses(losses, expected);
  expect(gradientsAway((await trainer.snapshot()).optimizer, expected)).toEqual([]);
});

test("heads that learn alone have torchvision's losses and gradients, and nothing else has any", async () => {
  const expected = cases.find(({ network, batchNorm }) => network === "retinanet-v1" && batchNorm === "frozen")!;
  const trainer = await open(expected.network, { scope: "heads" });
  const { losses } = await trainer.step(drawnBatch(), PLACE);
  expectLosses(losses, expected);
  const { optimizer } = await trainer.snapshot();
  const heads = Object.keys(expected.gradients).filter((name) => name.startsWith("head."));
  expect([...optimizer.keys()].filter((name) => name.startsWith(MEMORY)).toSorted()).toEqual(
    heads.map((name) => `${MEMORY}${name}`).toSorted(),
  );
  expect(gradientsAway(optimizer, expected)).toEqual([]);
});

test("a training that goes on from a snapshot takes the very steps that it would have taken", async () => {
  const [whole, later] = [await open("retinanet-v1"), await open("retinanet-v1")];
  const place = { ...PLACE, learningRate: 1e-5 };
  await whole.step(drawnBatch(), place);
  await later.restore(await whole.snapshot());
  const [expected, found] = [await whole.step(drawnBatch(), place), await later.step(drawnBatch(), place)];
  expect(found.losses).toEqual(expected.losses);
  expect(await later.snapshot()).toEqual(await whole.snapshot());
});

test("a batch without any box is learnt from: all of it is background", async () => {
  const trainer = await open("retinanet-v1");
  const empty = drawnBatch().map((image) => ({ ...image, boxes: new Float32Array(0), labels: new Int32Array(0) }));
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
