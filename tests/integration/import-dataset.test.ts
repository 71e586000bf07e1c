/** @file Imports data sets, right and wrong ones, through the job that the program runs. */
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { readAnnotations } from "../../src-main/data/store/annotations";
import { listDatasets, listProblems, readDataset } from "../../src-main/data/store/datasets";
import { listSplits, readSplitInstances } from "../../src-main/data/store/splits";
import type { WritableStore } from "../../src-main/data/store/store";
import { listWorklist } from "../../src-main/data/store/worklist";
import type { ImportBatch } from "../../src-main/jobs/import-batch";
import { importDataset } from "../../src-main/jobs/import-dataset";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import { DatasetId, InstanceId } from "../../src-shared/domain/identifiers";
import { buildDatasetFolder, buildDatasetZip, buildImage, type DatasetFiles } from "../builders/build-dataset";
import { buildFolder, buildStore, DATASET_ID } from "../builders/build-store";

const SAMPLE = resolve("resources/sample");
const RSNA_MINI = resolve("../shared/data/rsna-mini");

async function importInto(store: WritableStore, source: string, datasetId = DATASET_ID) {
  return (await runJobInline(importDataset, { datasetId, source }, { store })).counts;
}

async function reportOf(store: WritableStore, datasetId = DATASET_ID) {
  return (await listProblems(store, { datasetId, offset: 0, limit: 1000 })).rows;
}

async function boxesOf(store: WritableStore, instanceId: string) {
  const annotations = await readAnnotations(store, InstanceId.parse(instanceId));
  return annotations.map(({ box: { x1, y1, x2, y2 }, provenance: { row } }) => ({ x1, y1, x2, y2, row }));
}

const SMALL: DatasetFiles = {
  images: { a: {}, b: {}, c: {} },
  labels: ["a,10,20,30.5,40,1", "a,50,5,10,10,1", "b,,,,,0", "c,1,2,3,4,1"],
  files: {
    "class_info.csv": "patientId,class\na,Lung Opacity\na,Lung Opacity\nb,Normal\n",
    "split.csv": "patientId,nihPatient,split\nc,7,val\nb,8,train\na,9,train\n",
  },
};

test.each([
  ["a folder", () => buildDatasetFolder(SMALL)],
  ["a zip archive", () => buildDatasetZip(SMALL)],
  [
    "a deflated zip64 archive with a folder around all",
    () => buildDatasetZip({ ...SMALL, inside: "rsna" }, { isDeflated: true, isZip64: true }),
  ],
])("%s becomes images with boxes, classes, splits and counts", async (_, build) => {
  const { store } = await buildStore();

  const counts = await importInto(store, build());

  expect(counts).toEqual({ images: 3, patients: 3, positives: 2, boxes: 3, problems: 0 });
  expect(await boxesOf(store, "2.25.3.0")).toEqual([
    { x1: 10, y1: 20, x2: 40.5, y2: 60, row: 2 },
    { x1: 50, y1: 5, x2: 60, y2: 15, row: 3 },
  ]);
  const { rows } = await listWorklist(store, { offset: 0, limit: 10, order: "patient" });
  expect(
    rows.map(({ patientId, className, splitNames, references }) => [patientId, className, splitNames, references]),
  ).toEqual([
    ["a", "Lung Opacity", ["train"], 2],
    ["b", "Normal", ["train"], 0],
    ["c", undefined, ["val"], 1],
  ]);
  expect(await listSplits(store)).toMatchObject([
    { name: "train", images: 2, patients: 2 },
    { name: "val", images: 1, patients: 1 },
  ]);
  expect(await readDataset(store, DATASET_ID)).toMatchObject({ isComplete: true, counts });
});

test("Kaggle's names are imported, and its test images reported as left out", async () => {
  const folder = buildFolder();
  mkdirSync(join(folder, "stage_2_train_images"));
  mkdirSync(join(folder, "stage_2_test_images"));
  writeFileSync(join(folder, "stage_2_train_images", "a.dcm"), buildImage("a", 0));
  writeFileSync(join(folder, "stage_2_test_images", "z.dcm"), buildImage("z", 1));
  writeFileSync(join(folder, "stage_2_train_labels.csv"), "patientId,x,y,width,height,Target\na,1,2,3,4,1\n");
  writeFileSync(join(folder, "stage_2_detailed_class_info.csv"), "patientId,class\na,Lung Opacity\n");
  const { store } = await buildStore();

  const counts = await importInto(store, folder);

  expect(counts).toEqual({ images: 1, patients: 1, positives: 1, boxes: 1, problems: 1 });
  expect(await reportOf(store)).toEqual([
    {
      kind: "image-without-label",
      file: "stage_2_test_images",
      reason: "1 images of the challenge's test part lie here; no labels were published for them.",
      action: "They were left out.",
    },
  ]);
});

test("whatever is wrong becomes one row of the report each, and the rest is imported", async () => {
  const same = buildImage("same", 20);
  const source = buildDatasetFolder({
    images: {
      a: {},
      b: {},
      "copy-1": same,
      "copy-2": same,
      "no-uid": { without: ["00080018"] },
      other: { instanceId: "2.25.3.0", patientName: "Other^Content" },
      unlabelled: {},
    },
    labels: [
      "a,-5,70,40,20,1",
      "b,500,500,10,10,1",
      "b,x,2,3,4,1",
      "copy-1,1,2,3,4,1",
      "copy-2,1,2,3,4,1",
      "no-uid,,,,,0",
      "other,,,,,0",
      "text,1,2,3,4,1",
      "empty,,,,,0",
      "gone,1,2,3,4,1",
      "gone,5,6,7,8,1",
    ],
    files: {
      "images/text.dcm": "patientId,x,y",
      "images/empty.dcm": "",
      "images/no-pixels.dcm": buildImage("no-pixels", 30, { without: ["00280010", "7FE00010"] }),
      "split.csv": "patientId,split\na,train\nlost,val\n",
      "class_info.csv": "patient,label\na,Normal\n",
    },
  });
  const { store } = await buildStore();

  const counts = await importInto(store, source);

  const report = await reportOf(store);
  expect(report.map(({ kind, file, row }) => [kind, file, row])).toEqual(
    [
      ["invalid-label", "labels.csv", 4],
      ["unreadable-file", "class_info.csv", undefined],
      ["box-outside-image", "labels.csv", 2],
      ["box-outside-image", "labels.csv", 3],
      ["duplicate-image", "images/copy-2.dcm", undefined],
      ["unreadable-file", "images/empty.dcm", undefined],
      ["missing-identifier", "images/no-uid.dcm", undefined],
      ["unsupported-image", "images/no-pixels.dcm", undefined],
      ["duplicate-image", "images/other.dcm", undefined],
      ["unreadable-file", "images/text.dcm", undefined],
      ["image-without-label", "images/unlabelled.dcm", undefined],
      ["label-without-image", "labels.csv", 11],
      ["label-without-image", "labels.csv", 12],
      ["label-without-image", "split.csv", 3],
    ].toSorted((left, right) => reportOrder(report, left) - reportOrder(report, right)),
  );
  expect(report.every(({ reason, action }) => reason.endsWith(".") && action.endsWith("."))).toBe(true);
  expect(counts).toEqual({ images: 5, patients: 5, positives: 2, boxes: 2, problems: report.length });
  const lost = report.find(({ file }) => file === "images/text.dcm");
  expect(lost?.action).toBe("The image was left out. Its reference box went with it.");
  const unlike = report.find(({ file }) => file === "images/other.dcm");
  expect(unlike?.reason).toContain("has the SOP Instance UID of");
});

/** Where a line of the expected report stands in the one found; at its end where it is missing. */
function reportOrder(
  report: Awaited<ReturnType<typeof reportOf>>,
  [kind, file, row]: readonly (string | number | undefined)[],
): number {
  const place = report.findIndex((problem) => problem.kind === kind && problem.file === file && problem.row === row);
  return place === -1 ? report.length : place;
}

test("a label is matched by the header's patient where no file has its name", async () => {
  const source = buildDatasetFolder({
    files: { "images/IMG0001.dcm": buildImage("patient-7", 0), "split.csv": "patientId,split\npatient-7,val\n" },
    labels: ["patient-7,1,2,3,4,1"],
  });
  const { store } = await buildStore();

  const counts = await importInto(store, source);

  expect(counts).toEqual({ images: 1, patients: 1, positives: 1, boxes: 1, problems: 0 });
  expect(await listSplits(store)).toMatchObject([{ name: "val", images: 1 }]);
});

test("the same images imported again from another place are reported and not doubled", async () => {
  const { store } = await buildStore();
  await importInto(store, buildDatasetFolder(SMALL));
  const second = DatasetId.parse("dataset-2");

  const counts = await importInto(store, buildDatasetFolder(SMALL), second);

  expect(counts).toEqual({ images: 0, patients: 0, positives: 0, boxes: 0, problems: 3 });
  expect((await reportOf(store, second)).map(({ kind, action }) => [kind, action])).toEqual([
    ["duplicate-image", "The image was left out. Its 2 reference boxes went with it."],
    ["duplicate-image", "The image was left out."],
    ["duplicate-image", "The image was left out. Its reference box went with it."],
  ]);
  expect(await listSplits(store)).toHaveLength(2);
});

test("an image that another import stored in the meantime is reported by the back end and not doubled", async () => {
  const source = buildDatasetFolder(SMALL);
  const { store } = await buildStore();
  const second = DatasetId.parse("dataset-2");
  const racing = {
    ...importDataset,
    write: async (writer: WritableStore, batch: ImportBatch) => {
      // The worker has looked already; now the other import comes first.
      if (batch.step === "images") await importInto(writer, source);
      await importDataset.write(writer, batch);
    },
  };

  const { counts } = await runJobInline(racing, { datasetId: second, source }, { store });

  expect(counts).toEqual({ images: 0, patients: 0, positives: 0, boxes: 0, problems: 3 });
  const report = await reportOf(store, second);
  expect(report.map(({ reason }) => reason)).toEqual(
    report.map(() => "Another import has stored this image in the meantime."),
  );
  expect(await readDataset(store, DATASET_ID)).toMatchObject({ counts: { images: 3, boxes: 3 } });
});

test("a table without its columns is refused in one sentence before anything is stored", async () => {
  const source = buildDatasetFolder({ images: { a: {} }, files: { "labels.csv": "patientId;x;y\na;1;2\n" } });
  const { store } = await buildStore();

  await expect(importInto(store, source)).rejects.toMatchObject({
    code: "invalid-input",
    message: expect.stringMatching(
      /^labels\.csv has the columns patientId;x;y; .* are missing; commas between them were expected\.$/,
    ),
  });
  expect(await listDatasets(store)).toEqual([]);
});

test("a source that goes away stops the import instead of becoming problems, and it goes on when it is back", async () => {
  const images = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`p${index}`, {}]));
  const source = buildDatasetFolder({ images, labels: Object.keys(images).map((id) => `${id},,,,,0`) });
  const { store } = await buildStore();
  const away = `${source}-away`;

  const interrupted = runJobInline(
    {
      ...importDataset,
      write: async (writer, batch) => {
        await importDataset.write(writer, batch);
        if (batch.step === "images" && existsSync(source)) renameSync(source, away);
      },
    },
    { datasetId: DATASET_ID, source },
    { store },
  );
  await expect(interrupted).rejects.toMatchObject({
    code: "not-found",
    message: `${source} cannot be reached any more; the import goes on from here once it is back.`,
  });
  const stopped = await readDataset(store, DATASET_ID);
  expect(stopped).toMatchObject({ isComplete: false, counts: { problems: 0 } });
  expect(stopped!.counts.images).toBeGreaterThan(0);

  renameSync(away, source);
  expect(await importInto(store, source)).toMatchObject({ images: 300, problems: 0 });
});

test("progress counts files and tells what was found so far", async () => {
  const { store } = await buildStore();
  const notes: string[] = [];

  await runJobInline(
    importDataset,
    { datasetId: DATASET_ID, source: SAMPLE },
    { store, onProgress: (progress) => notes.push(`${progress.done} of ${progress.total}: ${progress.note}`) },
  );

  expect(notes.at(-1)).toBe("22 of 22: 22 patients · 11 positive · 18 boxes · 0 problems");
});

test("the shipped sample is imported without a problem, its figures those of its tables", async () => {
  const { store } = await buildStore();

  const counts = await importInto(store, SAMPLE);

  const images = readdirSync(join(SAMPLE, "images")).length;
  expect(counts).toMatchObject({ images, patients: images, problems: 0 });
  expect(await listSplits(store)).toMatchObject([
    { name: "train", images: 18 },
    { name: "val", images: 4 },
  ]);
});

test.skipIf(!existsSync(RSNA_MINI))("rsna-mini has the figures of its own README and no problem", async () => {
  const { store } = await buildStore();

  const counts = await importInto(store, RSNA_MINI);

  expect(counts).toEqual({ images: 469, patients: 469, positives: 129, boxes: 197, problems: 0 });
  const splits = await listSplits(store);
  expect(splits.map(({ name, images }) => [name, images])).toEqual([
    ["train", 355],
    ["val", 114],
  ]);
  expect(await readSplitInstances(store, splits[1]!.id)).toHaveLength(114);
});
