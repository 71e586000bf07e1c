/** @file What is drawn of a training. */
import { expect, test } from "vitest";
import {
  type DrawnTraining,
  lossOfEpoch,
  lossSeries,
  quantitySeries,
  STEP_QUANTITIES,
  stepColumns,
  validationSeries,
} from "../../../../../src-renderer/panels/training/training-curves";
import { recentSpeed } from "../../../../../src-renderer/panels/training/recent-speed";
import { TrainingId } from "../../../../../src-shared/domain/identifiers";
import { toCsv } from "../../../../../src-shared/figures/to-csv";
import { buildTrainingEpoch, buildTrainingStep, TRAINING_ID } from "../../../../builders/build-training";

const STEPS = [1, 2, 3, 4].map((step) => buildTrainingStep(step));
const EPOCHS = [0, 1, 2].map((epoch) => buildTrainingEpoch(epoch));

function draw(change: Partial<DrawnTraining["training"]> = {}): DrawnTraining {
  return {
    training: { id: TRAINING_ID, name: "first", stepsPerEpoch: 2, ...change },
    curves: { steps: STEPS, epochs: EPOCHS },
  };
}

test("the sum of the losses is drawn first, each part after it", () => {
  const [sum, objectness, classes] = lossSeries(draw(), "step");
  expect([sum!.name, objectness!.name, classes!.name]).toEqual(["sum", "objectness (RPN)", "classes (head)"]);
  expect(sum!.points[1]).toEqual({ x: 2, y: 1 });
  expect(objectness!.points[1]).toEqual({ x: 2, y: 0.5 });
});

test("the loss that is said is the mean of the present epoch", () => {
  expect(lossOfEpoch(STEPS.slice(0, 3))).toBeCloseTo(1 / 3 + 0.5, 9);
  expect(lossOfEpoch(STEPS)).toBeCloseTo((1 / 3 + 1 / 4) / 2 + 0.5, 9);
  expect(lossOfEpoch([])).toBeUndefined();
});

test("by epochs, the last step of an epoch lies at its number, whatever the batches were", () => {
  const lines = quantitySeries([draw(), draw({ stepsPerEpoch: 4 })], STEP_QUANTITIES[0]!, "epoch");
  expect(lines.map(({ points }) => points.at(-1)!.x)).toEqual([2, 1]);
});

test("a loss that is no number is not drawn", () => {
  const steps = [buildTrainingStep(1), buildTrainingStep(2, { losses: { loss_classifier: Number.NaN } })];
  const [sum] = lossSeries({ ...draw(), curves: { steps, epochs: [] } }, "step");
  expect(sum!.points.map(({ x }) => x)).toEqual([1]);
});

test("several trainings are named, one alone by what is drawn", () => {
  const second = draw({ id: TrainingId.parse("training-2"), name: "second" });
  const names = (drawn: readonly DrawnTraining[]): readonly string[] =>
    validationSeries(drawn, ["AP50"]).map(({ name }) => name);
  expect(names([draw()])).toEqual(["AP50"]);
  expect(names([draw(), second])).toEqual(["first", "second"]);
});

test("the curve of a figure begins with the untrained model at epoch 0, and leaves out epochs without it", () => {
  const epochs = [buildTrainingEpoch(0, { validation: {} }), ...EPOCHS.slice(1)];
  const [figure] = validationSeries([{ ...draw(), curves: { steps: [], epochs } }], ["AP"]);
  expect(figure!.points.map(({ x }) => x)).toEqual([1, 2]);
  expect(validationSeries([draw()], ["AP"])[0]!.points[0]).toEqual({ x: 0, y: 0 });
});

test("the file of steps has a column for each part of the loss", () => {
  const [header, first] = toCsv(stepColumns(STEPS), STEPS).split("\r\n");
  expect(header).toContain("loss,loss_objectness,loss_classifier,learning_rate");
  expect(first).toContain("1,1,1.5,1,0.5,0.005");
});

test("the speed is that of the images over the time, not the mean of single speeds", () => {
  const steps = [buildTrainingStep(1, { images: 2, seconds: 1 }), buildTrainingStep(2, { images: 2, seconds: 3 })];
  expect(recentSpeed({ steps })).toBe(1);
  expect(recentSpeed({ steps: [] })).toBeUndefined();
});

test("a step during which the machine slept tells nothing about the speed", () => {
  const slept = buildTrainingStep(5, { seconds: 3600 });
  expect(recentSpeed({ steps: [...STEPS, slept] })).toBeCloseTo(2 / 0.7, 9);
});
