/** @file What a training learns from: the right images with the right numbers, and one sentence for all that is wrong. */
import { expect, test } from "vitest";
import { insertAnnotations } from "../../../../../src-main/data/store/annotations";
import { insertSplit } from "../../../../../src-main/data/store/splits";
import { readTrainingSet } from "../../../../../src-main/jobs/trainings/read-training-set";
import { SplitId } from "../../../../../src-shared/domain/identifiers";
import { NOTEBOOK_RECIPE, type SplitRecipe } from "../../../../../src-shared/domain/split";
import type { Annotation } from "../../../../../src-shared/domain/annotation";
import { buildAnnotation, buildFilledStore, DATASET_ID, type ImageOptions } from "../../../../builders/build-store";

const LABELS = { "1": "Pneumonia", "2": "Effusion" };
const TRAIN = SplitId.parse("split-train");
const VALIDATION = SplitId.parse("split-val");
const TEST = SplitId.parse("split-test");
const CHOICE = { trainSplitId: TRAIN, validationSplitId: VALIDATION, annotationLayer: "reference" };

interface SplitOptions {
  readonly train?: readonly number[];
  readonly validation?: readonly number[];
  readonly tested?: readonly number[];
  readonly testName?: string;
  readonly recipe?: SplitRecipe;
  readonly patients?: Readonly<Record<number, string>>;
  readonly boxes?: Readonly<Record<number, Partial<Annotation>>>;
}

/** Six images: 0 to 2 to learn from, 3 and 4 to choose by, 5 to test with; boxes on 0, 1 and 3 unless told. */
async function buildSplitStore(options: SplitOptions = {}) {
  const { train = [0, 1, 2], validation = [3, 4], tested = [5], patients = {}, recipe } = options;
  const { boxes = { 0: {}, 1: { label: "Effusion" }, 3: {} } } = options;
  const change = (index: number): Partial<ImageOptions> => (patients[index] ? { patientId: patients[index] } : {});
  const built = await buildFilledStore(6, change);
  const { store, ids } = built;
  for (const [id, name, members] of [
    [TRAIN, "train", train],
    [VALIDATION, "val", validation],
    [TEST, options.testName ?? "test", tested],
  ] as const) {
    const split = { id, datasetId: DATASET_ID, name, ...(recipe && { recipe }) };
    await insertSplit(
      store,
      split,
      members.map((index) => ids[index]!),
    );
  }
  await insertAnnotations(
    store,
    Object.entries(boxes).map(([index, box]) => buildAnnotation(ids[Number(index)]!, Number(index) + 2, box)),
  );
  return built;
}

async function refusal(
  options: SplitOptions,
  choice: Partial<typeof CHOICE> = {},
  labels: Readonly<Record<string, string>> = LABELS,
) {
  const { store } = await buildSplitStore(options);
  return readTrainingSet(store, { ...CHOICE, ...choice }, labels).then(
    () => "nothing was refused",
    (error: Error) => error.message,
  );
}

test("images with and without boxes come apart, their labels as the card numbers them", async () => {
  const { store, ids } = await buildSplitStore();
  const set = await readTrainingSet(store, CHOICE, LABELS);
  expect(set.positives.map(({ instance, labels }) => [instance.id, [...labels]])).toEqual([
    [ids[0], [1]],
    [ids[1], [2]],
  ]);
  expect([...set.positives[0]!.boxes]).toEqual([10, 20, 110.5, 220.25]);
  expect(set.negatives.map(({ instance }) => instance.id)).toEqual([ids[2]]);
  expect(set.validation.map(({ instance, labels }) => [instance.id, labels.length])).toEqual([
    [ids[3], 1],
    [ids[4], 0],
  ]);
  expect(set.data).toMatchObject({
    trainImages: 3,
    trainPositives: 2,
    trainBoxes: 2,
    validationImages: 2,
    validationBoxes: 1,
    testImagesLeftOut: 0,
  });
  expect(set.notes).toEqual([]);
});

test("the same data have the same checksum, and a moved box another one", async () => {
  const checksum = async (options: SplitOptions) =>
    (await readTrainingSet((await buildSplitStore(options)).store, CHOICE, LABELS)).data.sha256;
  const moved = { 0: { box: { x1: 11, y1: 20, x2: 110.5, y2: 220.25 } }, 1: { label: "Effusion" }, 3: {} };
  expect(await checksum({})).toBe(await checksum({}));
  expect(await checksum({ boxes: moved })).not.toBe(await checksum({}));
});

test("images of patients who stand in a test split are left out, and it is said", async () => {
  const { store, ids } = await buildSplitStore({ tested: [5, 1] });
  const set = await readTrainingSet(store, CHOICE, LABELS);
  expect(set.positives.map(({ instance }) => instance.id)).toEqual([ids[0]]);
  expect(set.data).toMatchObject({ trainImages: 2, testImagesLeftOut: 1 });
  expect(set.notes).toEqual([
    "1 image of train (1 patient, the first patient-1.dcm) also stand in a test split and are not learnt from.",
  ]);
});

test("what is refused is refused in one sentence", async () => {
  expect(await refusal({ patients: { 4: "patient-1" } })).toBe(
    "Patient patient-1 stands in train and in val; all images of a patient belong on one side.",
  );
  expect(await refusal({}, { trainSplitId: VALIDATION })).toBe(
    "val would be both learnt from and chosen by; two splits of different names were expected.",
  );
  expect(await refusal({}, { validationSplitId: TEST })).toBe(
    "test is a test split, which stays unseen until the end; another one to choose by was expected.",
  );
  const drawn = { ...NOTEBOOK_RECIPE, names: { ...NOTEBOOK_RECIPE.names, test: "held out" } };
  expect(await refusal({ testName: "held out", recipe: drawn }, { trainSplitId: TEST })).toBe(
    "held out is a test split, which stays unseen until the end; another one to learn from was expected.",
  );
  expect(await refusal({}, { trainSplitId: SplitId.parse("gone") })).toBe("The project has no split gone.");
  expect(await refusal({}, { annotationLayer: "corrected" })).toBe(
    "The project has no annotation layer corrected; it has reference.",
  );
  expect(await refusal({ boxes: { 3: {} } })).toBe(
    "None of the 3 images of train has a box in the layer reference; some to learn from and to be judged by were expected.",
  );
  expect(await refusal({ boxes: { 0: {} } })).toMatch(/^None of the 2 images of val has a box/u);
  expect(await refusal({ boxes: { 0: { label: "Nodule" }, 3: {} } })).toBe(
    "patient-0.dcm has a box labelled Nodule; the model's card names Pneumonia, Effusion.",
  );
  expect(await refusal({ boxes: { 0: {}, 3: {} } }, {}, {})).toMatch(/the model's card names no labels\.$/u);
  expect(await refusal({ boxes: { 0: { box: { x1: 900, y1: 0, x2: 1025, y2: 5 } }, 3: {} } })).toBe(
    "The box 900, 0, 1025, 5 of patient-0.dcm does not lie within its 1024 × 1024 pixels.",
  );
});
