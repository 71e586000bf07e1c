/** @file A split with fewer images without boxes than were asked for is told before the training begins. */
import { expect, test } from "vitest";
import { notesOnNegatives } from "../../../../../src-main/jobs/trainings/notes-on-negatives";
import { SplitId } from "../../../../../src-shared/domain/identifiers";
import { buildFolder } from "../../../../builders/build-store";
import { buildTrainingSet } from "../../../../builders/build-training-set";

test("a note says how many there are and how many were asked for, and only then", async () => {
  const images = await buildTrainingSet(buildFolder(), { positives: 4, negatives: 2 });
  const set = { ...images, trainSplit: { id: SplitId.parse("split-train"), name: "train" } };
  const notes = (negativesPerPositive: number) => notesOnNegatives(set, { negativesPerPositive, batchSize: 2 });
  expect(notes(0)).toEqual([]);
  expect(notes(0.5)).toEqual([]);
  expect(notes(1.5)).toEqual([
    "train has 2 images without boxes, all of which an epoch shows; 1.5 for each with one asks for 6.",
  ]);
});
