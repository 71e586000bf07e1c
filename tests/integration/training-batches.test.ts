/** @file Makes batches of real files, as a training asks for them. */
import { rm, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { openBatches, type BatchSettings, type StepImages } from "../../src-main/jobs/trainers/batches/open-batches";
import { previewBatch } from "../../src-main/jobs/trainers/batches/preview-batch";
import { describeLocation } from "../../src-shared/domain/instance";
import { Augmentation } from "../../src-shared/domain/training";
import { buildFolder } from "../builders/build-store";
import { buildTrainingSet } from "../builders/build-training-set";

const OFF = Augmentation.parse({
  horizontalFlip: 0,
  shiftScaleRotate: { probability: 0 },
  brightnessContrast: { probability: 0 },
});
const SETTINGS: BatchSettings = {
  input: { widthPx: 32, heightPx: 24, channels: 3, resize: "opencv-bilinear" },
  augmentation: Augmentation.parse({}),
  negativesPerPositive: 0,
  batchSize: 2,
  seed: 4,
};

/** What a step sees of a batch. */
function seen({ images, names }: StepImages) {
  return { names, images: images.map(({ input, boxes, labels }) => ({ pixels: input.data, boxes, labels })) };
}

describe("batches", () => {
  test("without augmentation a batch is what a run would prepare, with its boxes in the model's pixels", async () => {
    const set = await buildTrainingSet(buildFolder(), { positives: 3 });
    const { batch, imagesPerEpoch, stepsPerEpoch } = openBatches(set, { ...SETTINGS, augmentation: OFF });
    expect([imagesPerEpoch, stepsPerEpoch]).toEqual([3, 2]);
    const { images } = await batch({ epoch: 0, step: 0 });
    expect(images).toHaveLength(2);
    for (const { input, boxes, labels, drawn } of images) {
      expect(input.shape).toEqual([3, 24, 32]);
      expect([...boxes]).toEqual([12, 8, 20, 16]);
      expect([...labels]).toEqual([1]);
      expect(drawn).toEqual({ isFlipped: false, isMosaic: false });
      // The middle of the square.
      expect(input.data[12 * 32 + 16]).toBeCloseTo(220 / 255, 6);
    }
    expect((await batch({ epoch: 0, step: 1 })).images).toHaveLength(1);
  });

  test("an epoch shows each positive once, and the share of negatives that was asked for", async () => {
    const set = await buildTrainingSet(buildFolder(), { positives: 5, negatives: 6 });
    const { batch, stepsPerEpoch } = openBatches(set, { ...SETTINGS, negativesPerPositive: 0.4 });
    const names: string[] = [];
    let boxes = 0;
    for (let step = 0; step < stepsPerEpoch; step++) {
      const made = await batch({ epoch: 2, step });
      names.push(...made.names);
      boxes += made.images.reduce((sum, { labels }) => sum + labels.length, 0);
    }
    expect(new Set(names).size).toBe(7);
    expect(names).toEqual(expect.arrayContaining(set.positives.map(({ name }) => name)));
    expect(boxes).toBe(5);
  });

  test("a batch is the same whether its training came to it or began with it", async () => {
    const set = await buildTrainingSet(buildFolder(), { positives: 5 });
    const settings = { ...SETTINGS, augmentation: Augmentation.parse({ mosaic: 0.5 }) };
    const through = openBatches(set, settings);
    const came: StepImages[] = [];
    for (const epoch of [0, 1]) {
      for (let step = 0; step < through.stepsPerEpoch; step++) came.push(await through.batch({ epoch, step }));
    }
    const resumed = openBatches(set, settings);
    expect(seen(await resumed.batch({ epoch: 1, step: 1 }))).toEqual(seen(came[4]!));
    expect(seen(await resumed.batch({ epoch: 0, step: 2 }))).toEqual(seen(came[2]!));
    const other = openBatches(set, { ...settings, seed: 5 });
    expect(seen(await other.batch({ epoch: 1, step: 1 }))).not.toEqual(seen(came[4]!));
  });

  test("a file that is gone is named by the batch that needs it, and by no other", async () => {
    const set = await buildTrainingSet(buildFolder(), { positives: 4 });
    const { batch } = openBatches(set, SETTINGS);
    const [needed] = (await batch({ epoch: 0, step: 1 })).images;
    const lost = set.positives.find(({ instance }) => instance.id === needed!.instanceId)!;
    await rm(describeLocation(lost.instance.location));
    const again = openBatches(set, SETTINGS);
    await expect(again.batch({ epoch: 0, step: 0 })).resolves.toBeDefined();
    await expect(again.batch({ epoch: 0, step: 1 })).rejects.toThrow(lost.name);
  });

  test("a file that was changed since its import is refused", async () => {
    const set = await buildTrainingSet(buildFolder(), { positives: 1 });
    await writeFile(describeLocation(set.positives[0]!.instance.location), "another file");
    const { batch } = openBatches(set, SETTINGS);
    await expect(batch({ epoch: 0, step: 0 })).rejects.toThrow(/training-0.dcm has changed since its import/);
  });
});

test("a preview shows the very pictures of a step, and says what was done to each", async () => {
  const set = await buildTrainingSet(buildFolder(), { positives: 4 });
  const settings = { ...SETTINGS, batchSize: 4, augmentation: Augmentation.parse({ horizontalFlip: 1 }) };
  const shown = await previewBatch(set, { epoch: 0, step: 0 }, settings);
  const { images, names } = await openBatches(set, settings).batch({ epoch: 0, step: 0 });
  expect(shown.map(({ name }) => name)).toEqual(names);
  for (const [index, { picture, boxes, boxesLeftOut, changes }] of shown.entries()) {
    const { input, boxes: learnt, drawn } = images[index]!;
    expect(Float32Array.from(picture.values, (value) => value / 255)).toEqual(input.data.subarray(0, 24 * 32));
    expect(boxes.map(({ box }) => Math.fround(box.x1))).toEqual([learnt[0]]);
    expect(boxesLeftOut).toBe(0);
    expect(changes[0]).toBe("mirrored left to right");
    expect(changes.some((change) => change.startsWith("turned by"))).toBe(drawn.placement !== undefined);
  }
});
