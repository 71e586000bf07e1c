/** @file Which trainings are looked at. */
import { beforeEach, expect, test } from "vitest";
import { useTraining } from "../../../../src-renderer/stores/training-store";
import { TrainingId } from "../../../../src-shared/domain/identifiers";

const idOf = (number: number): TrainingId => TrainingId.parse(`training-${number}`);

beforeEach(() => useTraining.getState().clear());

test("a training that is watched is not laid over itself", () => {
  const { toggleCompared, watch } = useTraining.getState();
  toggleCompared(idOf(1));
  toggleCompared(idOf(2));
  watch(idOf(1));
  expect(useTraining.getState().comparedIds).toEqual([idOf(2)]);
});

test("no more trainings are laid over each other than a chart tells apart: the oldest choice gives way", () => {
  for (let number = 1; number <= 6; number++) useTraining.getState().toggleCompared(idOf(number));
  expect(useTraining.getState().comparedIds).toEqual([2, 3, 4, 5, 6].map(idOf));
});

test("chosen again, a training is taken away", () => {
  useTraining.getState().toggleCompared(idOf(1));
  useTraining.getState().toggleCompared(idOf(1));
  expect(useTraining.getState().comparedIds).toEqual([]);
});

test("trainings that were removed are neither watched nor laid over another", () => {
  const { watch, toggleCompared, forget } = useTraining.getState();
  watch(idOf(1));
  toggleCompared(idOf(2));
  toggleCompared(idOf(3));
  forget([idOf(1), idOf(3)]);
  expect(useTraining.getState()).toMatchObject({ watchedId: undefined, comparedIds: [idOf(2)] });
});
