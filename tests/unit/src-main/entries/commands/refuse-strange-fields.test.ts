/** @file A slip in the name of a setting is told, however deep it stands. */
import { expect, test } from "vitest";
import { refuseStrangeFields } from "../../../../../src-main/entries/commands/refuse-strange-fields";
import { TrainingConfig } from "../../../../../src-shared/domain/training";
import { buildTrainingConfig } from "../../../../builders/build-training";

const NEEDED = { ...buildTrainingConfig(), optimizer: { kind: "sgd" } };

function check(change: object): void {
  const given = { ...NEEDED, ...change };
  refuseStrangeFields(given, TrainingConfig.parse(given), "train.json");
}

test("settings that are known pass, those left out too", () => {
  expect(() => check({ clipNorm: 1, augmentation: { shiftScaleRotate: { shift: 0.1 } } })).not.toThrow();
});

test.each([
  [{ augmentation: { horizontalFlp: 1 } }, "augmentation.horizontalFlp"],
  [{ augmentation: { shiftScaleRotate: { rotate: 5 } } }, "augmentation.shiftScaleRotate.rotate"],
  [{ optimizer: { kind: "sgd", beta1: 0.9 } }, "optimizer.beta1"],
])("%o is refused", (change, field) => {
  expect(() => check(change)).toThrow(`train.json has a field ${field}, which is not known; known are `);
});
