/** @file Reads what a training learns from, and refuses what no honest figure could come of. */
import { createHash } from "node:crypto";
import path from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { SplitId } from "../../../src-shared/domain/identifiers";
import { describeLocation } from "../../../src-shared/domain/instance";
import type { ModelCard } from "../../../src-shared/domain/model";
import type { Split } from "../../../src-shared/domain/split";
import type { TrainingConfig } from "../../../src-shared/domain/training";
import { listSplits } from "../../data/store/splits";
import type { ReadableStore } from "../../data/store/store";
import {
  listAnnotationLayers,
  listLabelledImages,
  listPatientsOfSplits,
  type LabelledImage,
} from "../../data/store/training-images";
import { requireDisjointSides } from "../../detection/dataset/require-disjoint-sides";
import { labelInstance } from "./label-instance";
import type { LabelledInstance, TrainingSet } from "./training-set";

type DataChoice = Pick<TrainingConfig, "trainSplitId" | "validationSplitId" | "annotationLayer">;

/** Patients of a test split are left out of the train split, whoever drew the two.
 * @throws {Failure} in one sentence: `not-found` for a split or layer, `conflict` for a patient on two sides or a
 * validation split that is a test split, `invalid-input` for boxes outside their image, labels that the card does not
 * name, or a side without any box. */
export async function readTrainingSet(
  store: ReadableStore,
  choice: DataChoice,
  labels: ModelCard["labels"],
): Promise<TrainingSet> {
  const splits = await listSplits(store);
  const trainSplit = requireSplit(splits, choice.trainSplitId);
  const validationSplit = requireSplit(splits, choice.validationSplitId);
  refuseTestSplit(trainSplit, "learn from");
  refuseTestSplit(validationSplit, "choose by");
  refuseOneForBoth(trainSplit, validationSplit);
  await requireLayer(store, choice.annotationLayer);
  const train = await withoutTestPatients(store, splits, await readSide(store, trainSplit, choice));
  const validation = await readSide(store, validationSplit, choice);
  requireDisjointSides([...membersOf(train.images, trainSplit), ...membersOf(validation, validationSplit)]);

  const sides = {
    train: train.images.map((image) => labelInstance(image, labels)),
    validation: validation.map((image) => labelInstance(image, labels)),
  };
  for (const [side, split] of [
    [sides.train, trainSplit],
    [sides.validation, validationSplit],
  ] as const) {
    requirePositive(side, split, choice.annotationLayer);
  }
  return describeSet(sides, { trainSplit, validationSplit, leftOut: train.leftOut });
}

function requireSplit(splits: readonly Split[], splitId: SplitId): Split {
  const split = splits.find(({ id }) => id === splitId);
  if (!split) throw new Failure("not-found", `The project has no split ${splitId}.`);
  return split;
}

/** By its recipe, or by its name where it came with its data set. */
function isTestSplit({ name, recipe }: Split): boolean {
  return recipe ? recipe.names.test === name : name.toLowerCase() === "test";
}

function refuseTestSplit(split: Split, verb: string): void {
  if (!isTestSplit(split)) return;
  const sentence = `${split.name} is a test split, which stays unseen until the end; another one to ${verb} was expected.`;
  throw new Failure("conflict", sentence);
}

/** Two data sets may each have a split of one name, which would then be taken for one side. */
function refuseOneForBoth(train: Split, validation: Split): void {
  if (train.name !== validation.name) return;
  const sentence = `${train.name} would be both learnt from and chosen by; two splits of different names were expected.`;
  throw new Failure("conflict", sentence);
}

async function requireLayer(store: ReadableStore, layer: string): Promise<void> {
  const layers = (await listAnnotationLayers(store)).map(({ name }) => name);
  if (layers.includes(layer)) return;
  const known = layers.length === 0 ? "none" : layers.join(", ");
  throw new Failure("not-found", `The project has no annotation layer ${layer}; it has ${known}.`);
}

function readSide(store: ReadableStore, { id }: Split, { annotationLayer }: DataChoice) {
  return listLabelledImages(store, id, annotationLayer);
}

async function withoutTestPatients(
  store: ReadableStore,
  splits: readonly Split[],
  images: readonly LabelledImage[],
): Promise<{ readonly images: readonly LabelledImage[]; readonly leftOut: readonly LabelledImage[] }> {
  const patients = await listPatientsOfSplits(
    store,
    splits.filter(isTestSplit).map(({ id }) => id),
  );
  const isOfTest = ({ patientId }: LabelledImage): boolean => patients.has(patientId);
  return { images: images.filter((image) => !isOfTest(image)), leftOut: images.filter(isOfTest) };
}

function membersOf(images: readonly LabelledImage[], { name }: Split) {
  return images.map(({ patientId }) => ({ patientId, side: name }));
}

function requirePositive(images: readonly LabelledInstance[], { name }: Split, layer: string): void {
  if (images.some(isPositive)) return;
  const sentence = `None of the ${images.length} images of ${name} has a box in the layer ${layer}; some to learn from and to be judged by were expected.`;
  throw new Failure("invalid-input", sentence);
}

function isPositive({ labels }: LabelledInstance): boolean {
  return labels.length > 0;
}

function describeSet(
  {
    train,
    validation,
  }: { readonly train: readonly LabelledInstance[]; readonly validation: readonly LabelledInstance[] },
  splits: {
    readonly trainSplit: Split;
    readonly validationSplit: Split;
    readonly leftOut: readonly LabelledImage[];
  },
): TrainingSet {
  const { trainSplit, validationSplit, leftOut } = splits;
  const positives = train.filter(isPositive);
  return {
    positives,
    negatives: train.filter((image) => !isPositive(image)),
    validation,
    data: {
      trainImages: train.length,
      trainPositives: positives.length,
      trainBoxes: countBoxes(train),
      validationImages: validation.length,
      validationBoxes: countBoxes(validation),
      testImagesLeftOut: leftOut.length,
      sha256: checksumOf([...train, ...validation]),
    },
    trainSplit,
    validationSplit,
    notes: leftOut.length === 0 ? [] : [noteOn(leftOut, trainSplit)],
  };
}

function countBoxes(images: readonly LabelledInstance[]): number {
  return images.reduce((sum, { labels }) => sum + labels.length, 0);
}

/** The same for the same files with the same boxes in the same order. */
function checksumOf(images: readonly LabelledInstance[]): string {
  const hash = createHash("sha256");
  for (const { instance, boxes, labels } of images) {
    hash.update(`${instance.sha256} ${boxes.join(",")} ${labels.join(",")}\n`);
  }
  return hash.digest("hex");
}

function noteOn(leftOut: readonly LabelledImage[], { name }: Split): string {
  const patients = new Set(leftOut.map(({ patientId }) => patientId)).size;
  const images = leftOut.length === 1 ? "1 image" : `${leftOut.length} images`;
  const first = path.basename(describeLocation(leftOut[0]!.instance.location));
  return `${images} of ${name} (${patients === 1 ? "1 patient" : `${patients} patients`}, the first ${first}) also stand in a test split and are not learnt from.`;
}
