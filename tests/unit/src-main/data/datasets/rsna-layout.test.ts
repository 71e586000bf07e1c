/** @file Finding a data set in folders and archives, and saying why there is none. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openFileTree } from "../../../../../src-main/data/datasets/open-file-tree";
import { findRsnaLayout } from "../../../../../src-main/data/datasets/rsna-layout";
import { examineDataset } from "../../../../../src-main/data/datasets/rsna-source";
import { buildDatasetFolder, buildDatasetZip, type DatasetFiles } from "../../../../builders/build-dataset";
import { buildFolder } from "../../../../builders/build-store";
import { buildZip } from "../../../../builders/build-zip";

const PLAIN: DatasetFiles = {
  images: { a: {} },
  files: { "class_info.csv": "patientId,class\n", "split.csv": "patientId,split\n" },
};
const PLAIN_LAYOUT = {
  images: "images",
  labels: "labels.csv",
  classes: "class_info.csv",
  splits: "split.csv",
};

async function findIn(source: string) {
  return await findRsnaLayout(await openFileTree(source));
}

test("a folder and an archive with RSNA's names are found alike", async () => {
  expect(await findIn(buildDatasetFolder(PLAIN))).toEqual(PLAIN_LAYOUT);
  expect(await findIn(buildDatasetZip(PLAIN))).toEqual(PLAIN_LAYOUT);
  expect(await findIn(buildDatasetZip(PLAIN, { isDeflated: true, isZip64: true }))).toEqual(PLAIN_LAYOUT);
});

test("tables that are not there are absent", async () => {
  expect(await findIn(buildDatasetFolder({ images: { a: {} } }))).toEqual({ images: "images", labels: "labels.csv" });
});

test.each([["folder"], ["zip"]])("a data set one folder down in a %s is found beside other things", async (kind) => {
  const dataset = { ...PLAIN, inside: "rsna-mini" };
  const source = kind === "folder" ? buildDatasetFolder(dataset) : buildDatasetZip(dataset);

  expect(await findIn(source)).toMatchObject({ images: "rsna-mini/images", labels: "rsna-mini/labels.csv" });
});

test("a folder that cannot be listed does not hide the data set beside it", async () => {
  const tree = await openFileTree(buildDatasetFolder({ ...PLAIN, inside: "rsna-mini" }));
  mkdirSync(join(tree.source, "lost+found"));
  const list = async (folder: string) => tree.list(folder === "lost+found" ? "gone" : folder);
  expect(await findRsnaLayout({ ...tree, list })).toMatchObject({ images: "rsna-mini/images" });
  await expect(tree.list("gone")).rejects.toThrow(`The folder ${join(tree.source, "gone")} cannot be listed`);
});

test("Kaggle's names are known, its test images among them", async () => {
  const archive = join(buildFolder(), "rsna-pneumonia-detection-challenge.zip");
  const names = [
    "stage_2_train_images/a.dcm",
    "stage_2_test_images/b.dcm",
    "stage_2_train_labels.csv",
    "stage_2_detailed_class_info.csv",
    "stage_2_sample_submission.csv",
  ];
  writeFileSync(archive, buildZip(new Map(names.map((name) => [name, Buffer.from("x")]))));

  expect(await findIn(archive)).toEqual({
    images: "stage_2_train_images",
    labels: "stage_2_train_labels.csv",
    classes: "stage_2_detailed_class_info.csv",
    unlabelledImages: "stage_2_test_images",
  });
});

test("a source without a data set is refused with what lies there and what was expected", async () => {
  const empty = buildFolder();
  const other = buildFolder();
  for (const name of ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "f.txt"]) writeFileSync(join(other, name), "");

  const expected =
    "images/ with labels.csv, or Kaggle's stage_2_train_images/ with stage_2_train_labels.csv, was expected.";
  await expect(findIn(empty)).rejects.toMatchObject({
    code: "invalid-input",
    message: `${empty} is empty; ${expected}`,
  });
  await expect(findIn(other)).rejects.toMatchObject({
    message: `${other} holds a.txt, b.txt, c.txt, d.txt, e.txt and 1 more; ${expected}`,
  });
});

test("half a data set is refused with the half that is missing", async () => {
  const folder = buildFolder();
  writeFileSync(join(folder, "labels.csv"), "");

  await expect(findIn(folder)).rejects.toMatchObject({
    message: `${folder} has labels.csv but no folder images beside it; RSNA's format has both.`,
  });
});

test("two data sets in one folder are refused with their names", async () => {
  const names = ["one/images/a.dcm", "one/labels.csv", "two/images/a.dcm", "two/labels.csv"];
  const archive = join(buildFolder(), "both.zip");
  writeFileSync(archive, buildZip(new Map(names.map((name) => [name, Buffer.from("x")]))));

  await expect(findIn(archive)).rejects.toMatchObject({
    message: `${archive} holds several data sets (one, two); name one of them.`,
  });
});

test("what is neither folder nor archive, or not there, is refused by name", async () => {
  const text = join(buildFolder(), "labels.zip");
  writeFileSync(text, "patientId,x\n");
  const broken = join(buildFolder(), "broken.zip");
  writeFileSync(broken, "PK\u0003\u0004 and then nothing of an archive");

  await expect(findIn(text)).rejects.toMatchObject({ code: "unsupported", message: expect.stringContaining(text) });
  await expect(findIn(broken)).rejects.toMatchObject({ code: "unsupported", message: expect.stringContaining(broken) });
  await expect(findIn(join(text, "..", "gone"))).rejects.toMatchObject({ code: "not-found" });
});

test("a data set is named after its folder or archive", async () => {
  expect(await examineDataset(buildDatasetZip(PLAIN))).toEqual({ name: "dataset", kind: "rsna-zip" });
  expect(await examineDataset(buildDatasetFolder(PLAIN))).toMatchObject({ kind: "rsna-folder" });
});

test("what operating systems leave behind is not part of a data set", async () => {
  const folder = buildDatasetFolder({
    images: { a: {} },
    files: {
      "images/.DS_Store": "x",
      "images/Thumbs.db": "x",
      "__MACOSX/images/._a.dcm": "x",
      "images/deep/b.dcm": "x",
    },
  });
  const tree = await openFileTree(folder);

  expect(await tree.listFilesBelow("images")).toEqual(["images/a.dcm", "images/deep/b.dcm"]);
});
