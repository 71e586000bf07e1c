/** @file What an imported data set holds: its overview, the splits drawn from it, and its near-duplicates. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { listProblems } from "../../src-main/data/store/datasets";
import { listNearDuplicates, listUnfingerprinted } from "../../src-main/data/store/fingerprints";
import { insertRun } from "../../src-main/data/store/runs";
import { insertSplit, listSplits, readSplitInstances } from "../../src-main/data/store/splits";
import type { WritableStore } from "../../src-main/data/store/store";
import { MersenneTwister } from "../../src-main/numerics/random/mersenne-twister";
import { findNearDuplicates } from "../../src-main/jobs/find-near-duplicates";
import { importDataset } from "../../src-main/jobs/import-dataset";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import { makeSplits, requireRemovedSplit } from "../../src-main/services/make-splits";
import { overviewOfLabels } from "../../src-main/services/overview-of-labels";
import { overviewOfProject } from "../../src-main/services/overview-of-project";
import { splitLabels } from "../../src-main/services/split-labels";
import { InstanceId, RunId, SplitId } from "../../src-shared/domain/identifiers";
import { Overview } from "../../src-shared/domain/overview";
import { NOTEBOOK_RECIPE, type SplitRecipe } from "../../src-shared/domain/split";
import { buildDatasetFolder, buildImage, type DatasetFiles } from "../builders/build-dataset";
import type { DicomOptions } from "../builders/build-dicom";
import { buildModel, buildRun, buildStore, DATASET_ID } from "../builders/build-store";

const RSNA_MINI = resolve("../shared/data/rsna-mini");
const DATASET = { id: DATASET_ID, name: "mini" };
const NEVER = new AbortController().signal;

async function importFiles(files: DatasetFiles) {
  const folder = buildDatasetFolder(files);
  const { store } = await buildStore();
  await runJobInline(importDataset, { datasetId: DATASET_ID, source: folder }, { store });
  return { store, folder };
}

/** A picture that only this seed has. */
function paint(seed: number): DicomOptions {
  const random = new MersenneTwister(seed);
  const blocks = Array.from({ length: 20 }, () => random.below(256));
  const values = Uint8Array.from({ length: 8000 }, (_, place) => {
    const [row, column] = [Math.floor(place / 100), place % 100];
    return blocks[Math.floor(row / 20) * 5 + Math.floor(column / 20)]!;
  });
  return { values };
}

test("an overview counts images, patients, boxes and what they can be grouped by", async () => {
  const { store } = await importFiles({
    images: {
      a: { patientSex: "F", patientAge: "034Y", viewPosition: "PA" },
      b: { patientSex: "F", patientAge: "082Y", viewPosition: "AP" },
      c: { patientSex: "M" },
    },
    labels: ["a,10,20,30,40,1", "a,50,5,10,10,1", "b,,,,,0", "c,,,,,0"],
    files: {
      "class_info.csv": "patientId,class\na,Normal\nc,Lung Opacity\n",
      "split.csv": "patientId,split\na,train\nb,val\nc,train\n",
    },
  });

  const overview = await overviewOfProject(store, DATASET_ID);

  expect(Overview.parse(overview)).toEqual(overview);
  expect(overview).toMatchObject({ images: 3, patients: 3, positivePatients: 1, boxes: 2, imagesFingerprinted: 0 });
  expect(overview.bySex).toEqual([
    { value: "F", images: 2, positives: 1, boxes: 2 },
    { value: "M", images: 1, positives: 0, boxes: 0 },
  ]);
  expect(overview.byAgeBand.map(({ value }) => value).toSorted()).toEqual(["20–39", "80+", "unknown"]);
  expect(overview.byView.map(({ value }) => value).toSorted()).toEqual(["AP", "PA", "unknown"].toSorted());
  expect(overview.bySplit[0]).toEqual({ value: "train", images: 2, positives: 1, boxes: 2 });
  expect(overview.problems.map(({ kind, reason }) => [kind, reason])).toEqual([
    ["negative-with-box", "The class is “Normal”, and the image has 2 reference boxes."],
    ["positive-without-box", "The class is “Lung Opacity”, and the image has no reference box."],
  ]);
});

const FOUR: DatasetFiles = {
  images: { a: {}, b: {}, c: {}, d: {} },
  labels: ["a,1,2,3,4,1", "b,1,2,3,4,1", "c,1,2,3,4,1", "d,1,2,3,4,1"],
};

const LEAKING: DatasetFiles = {
  files: {
    "images/x.dcm": buildImage("same", 0),
    "images/y.dcm": buildImage("same", 1, paint(1)),
    "split.csv": "patientId,split\nx,train\ny,val\n",
  },
  labels: ["x,,,,,0", "y,,,,,0"],
};

test("a table of splits with a patient on two sides is refused by name, and the images are kept", async () => {
  const { store } = await importFiles(LEAKING);

  expect(await listSplits(store)).toEqual([]);
  expect((await listProblems(store, { datasetId: DATASET_ID, offset: 0, limit: 10 })).rows).toEqual([
    {
      kind: "invalid-label",
      file: "split.csv",
      reason: "Patient same stands in train and in val; all images of a patient belong on one side.",
      action: "The splits of this table were left out.",
    },
  ]);
  expect(await overviewOfProject(store)).toMatchObject({ images: 2, patients: 1, problems: [] });
});

test("a table that names one patient twice, on two sides, is refused as well", async () => {
  const { store } = await importFiles({ ...FOUR, files: { "split.csv": "patientId,split\na,train\nb,val\na,val\n" } });

  expect(await listSplits(store)).toEqual([]);
  const { rows } = await listProblems(store, { datasetId: DATASET_ID, offset: 0, limit: 10 });
  expect(rows.map(({ reason }) => reason)).toEqual([
    "The split is “val”; row 2 says “train”.",
    "Patient a stands in train and in val; all images of a patient belong on one side.",
  ]);
});

test("a patient on two sides of splits that stand already is a problem that names the patient", async () => {
  const { store } = await importFiles({ ...LEAKING, files: { ...LEAKING.files, "split.csv": "patientId,split\n" } });
  const split = { datasetId: DATASET_ID };
  await insertSplit(store, { ...split, id: SplitId.parse("t"), name: "train" }, [InstanceId.parse("2.25.3.0")]);
  await insertSplit(store, { ...split, id: SplitId.parse("v"), name: "val" }, [InstanceId.parse("2.25.3.1")]);

  const { problems } = await overviewOfProject(store);

  const reason = "Patient same stands in train and in val.";
  expect(problems).toEqual([{ kind: "patient-in-two-splits", images: ["2.25.3.0", "2.25.3.1"], boxes: [], reason }]);
});

const RECIPE: SplitRecipe = { ...NOTEBOOK_RECIPE, seed: 7, validationFraction: 0.2, testFraction: 0.2 };

test.each(["positives", "all"] as const)("splits of %s are those of the table of labels", async (population) => {
  const ids = ["q", "d", "z", "a", "m", "f", "k", "b", "x", "c"];
  const { store, folder } = await importFiles({
    images: Object.fromEntries(ids.toSorted().map((id) => [id, {}])),
    labels: ids.flatMap((id, place) => (place % 4 === 3 ? [`${id},,,,,0`] : [`${id},1,2,3,4,1`, `${id},9,2,3,4,1`])),
  });
  const recipe = { ...RECIPE, population };

  const splits = await makeSplits(store, DATASET, recipe);

  expect(splits.map(({ name }) => name)).toEqual(["test", "train", "val"]);
  expect(splits.every((split) => JSON.stringify(split.recipe) === JSON.stringify(recipe))).toBe(true);
  const expected = await splitLabels(join(folder, "labels.csv"), recipe, NEVER);
  expect(await patientsOf(store, "train")).toEqual(expected.train);
  expect(await patientsOf(store, "val")).toEqual(expected.validation);
  expect(await patientsOf(store, "test")).toEqual(expected.test);
});

/** Files are named after their patients, and their identifiers after their place among the sorted names. */
async function patientsOf(store: WritableStore, name: string): Promise<string[]> {
  const ids = await readSplitInstances(store, SplitId.parse(`${DATASET_ID}:${name}`));
  const rows = await store.database.selectFrom("instances").select(["id", "patient_id"]).execute();
  return ids.map((id) => rows.find((row) => row.id === id)!.patient_id);
}

test("all images of a patient fall on one side, those without boxes too", async () => {
  const { store } = await importFiles({
    ...FOUR,
    files: { "images/a2.dcm": buildImage("a", 9, paint(1)) },
    labels: [...(FOUR.labels ?? []), "a2,,,,,0"],
  });

  const splits = await makeSplits(store, DATASET, { ...RECIPE, validationFraction: 0, testFraction: 0.25 });

  expect(splits).toMatchObject([
    { name: "test", patients: 1 },
    { name: "train", patients: 3 },
  ]);
  expect(splits.reduce((sum, { images }) => sum + images, 0)).toBe(5);
  expect((await overviewOfProject(store)).problems).toEqual([]);
});

test("a name that is taken, or given twice, is refused and nothing is written", async () => {
  const { store } = await importFiles({ ...FOUR, files: { "split.csv": "patientId,split\na,val\n" } });

  await expect(makeSplits(store, DATASET, RECIPE)).rejects.toMatchObject({
    code: "conflict",
    message: "The data set mini has a split val already; another name was expected.",
  });
  const names = { train: "x", validation: "y", test: "x" };
  await expect(makeSplits(store, DATASET, { ...RECIPE, names })).rejects.toMatchObject({ code: "invalid-input" });
  expect(await listSplits(store)).toHaveLength(1);
});

test("a data set without positives has nobody to split", async () => {
  const { store } = await importFiles({ images: { a: {} }, labels: ["a,,,,,0"] });
  await expect(makeSplits(store, DATASET, RECIPE)).rejects.toThrow(
    "The data set mini has no patient with a reference box to split.",
  );
});

test("a split with a run stays, one without goes", async () => {
  const { store } = await importFiles(FOUR);
  const [tested, train] = await makeSplits(store, DATASET, { ...RECIPE, validationFraction: 0, testFraction: 0.25 });
  await buildRun(store, { splitId: train!.id, name: "first" });
  await insertRun(store, {
    id: RunId.parse("run-2"),
    name: "second",
    modelId: buildModel().id,
    splitId: train!.id,
    createdAt: "2026-11-24T06:01:00.000Z",
    scoreFloor: 0.05,
    suggestedThreshold: 0.5,
    precision: "single",
  });

  await expect(requireRemovedSplit(store, train!.id)).rejects.toMatchObject({
    code: "conflict",
    message: "The split train is that of the run first and 1 more; remove its runs first.",
  });
  await requireRemovedSplit(store, tested!.id);
  expect((await listSplits(store)).map(({ name }) => name)).toEqual(["train"]);
  await expect(requireRemovedSplit(store, tested!.id)).rejects.toMatchObject({ code: "not-found" });
});

test("copies are found across patients and splits; an unreadable image does not stop the search", async () => {
  const { values } = paint(1) as { values: Uint8Array };
  const brighter = { values: values.map((value) => Math.min(255, value * 0.8 + 20)) };
  const { store, folder } = await importFiles({
    images: { a: paint(1), b: paint(2), c: brighter, d: paint(3), e: { values: new Uint8Array(8000) } },
    labels: ["a,,,,,0", "b,,,,,0", "c,,,,,0", "d,,,,,0", "e,,,,,0"],
    files: { "split.csv": "patientId,split\na,train\nc,val\n" },
  });
  writeFileSync(join(folder, "images/d.dcm"), "changed");

  const found = await runJobInline(findNearDuplicates, {}, { store });

  expect(found).toEqual({ images: 4, nearDuplicates: 1, unreadable: 1 });
  const { problems, imagesFingerprinted } = await overviewOfProject(store);
  expect(imagesFingerprinted).toBe(4);
  expect(problems).toMatchObject([{ kind: "near-duplicate-image", images: ["2.25.3.0", "2.25.3.2"] }]);
  expect(problems[0]?.reason).toMatch(
    /^2 images look nearly the same \(correlation 0\.9\d\d|1\.000\): they are of 2 patients, a and c, and stand in train and val\.$/u,
  );
});

test("a cancelled search goes on with what it has not seen", async () => {
  const images = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`p${index}`, paint(index)]));
  const { store } = await importFiles({ images, labels: Object.keys(images).map((id) => `${id},,,,,0`) });
  const controller = new AbortController();
  const stoppedAfterFirstBatch: typeof findNearDuplicates = {
    ...findNearDuplicates,
    write: async (writer, batch) => {
      await findNearDuplicates.write(writer, batch);
      controller.abort();
    },
  };
  const stopped = runJobInline(stoppedAfterFirstBatch, {}, { store, signal: controller.signal });
  await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
  expect(await listUnfingerprinted(store)).toHaveLength(6);

  const found = await runJobInline(findNearDuplicates, {}, { store });
  expect(found).toEqual({ images: 70, nearDuplicates: 0, unreadable: 0 });
  expect(await listNearDuplicates(store)).toEqual([]);
});

test.skipIf(!existsSync(RSNA_MINI))(
  "rsna-mini in ../shared is counted alike from its table and from its project, and holds no near-duplicate",
  { timeout: 120_000 },
  async () => {
    const { store } = await buildStore();
    await runJobInline(importDataset, { datasetId: DATASET_ID, source: RSNA_MINI }, { store });
    const ofLabels = await overviewOfLabels(join(RSNA_MINI, "labels.csv"), { widthPx: 1024, heightPx: 1024 }, NEVER);
    const { patients, positivePatients, boxes, boxesPerPositivePatient, positions } = ofLabels;
    const { areaHistogram, aspectHistogram, areaQuantiles } = ofLabels;

    const overview = await overviewOfProject(store);

    expect(ofLabels.rows).toBe(readFileSync(join(RSNA_MINI, "labels.csv"), "utf8").trim().split("\n").length - 1);
    expect(overview).toMatchObject({ patients, positivePatients, boxes, boxesPerPositivePatient, positions });
    expect(overview).toMatchObject({ areaHistogram, aspectHistogram, areaQuantiles });
    const found = await runJobInline(findNearDuplicates, {}, { store });
    expect(found).toMatchObject({ images: overview.images, nearDuplicates: 0, unreadable: 0 });
  },
);
