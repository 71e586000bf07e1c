/** @file The curves of a training as they grow. */
import { expect, test } from "vitest";
import { growCurves } from "../../../../src-renderer/stores/grow-curves";
import { buildTrainingEpoch, buildTrainingStep } from "../../../builders/build-training";

const ALL = [1, 2, 3, 4, 5].map((step) => buildTrainingStep(step));
const EPOCHS = [buildTrainingEpoch(0), buildTrainingEpoch(1)];

test("long curves come in parts, and only what is new is asked for", async () => {
  const asked: number[] = [];
  const curves = await growCurves({ steps: ALL.slice(0, 2), epochs: [] }, async (afterStep) => {
    asked.push(afterStep);
    return { steps: ALL.filter(({ step }) => step > afterStep).slice(0, 2), epochs: EPOCHS };
  });
  expect(asked).toEqual([2, 4, 5]);
  expect(curves).toEqual({ steps: ALL, epochs: EPOCHS });
});

test("an epoch that was judged since comes though no step is new", async () => {
  const curves = await growCurves({ steps: ALL, epochs: [] }, async () => ({ steps: [], epochs: EPOCHS }));
  expect(curves).toEqual({ steps: ALL, epochs: EPOCHS });
});
