/** @file `overread overview` and `overread split` on a project. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../src-main/data/store/store";
import { withProject } from "../../src-main/entries/commands/command-context";
import { importDataset } from "../../src-main/jobs/import-dataset";
import { PROJECT_DATABASE } from "../../src-main/jobs/pool/project-files";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import { Overview } from "../../src-shared/domain/overview";
import { buildDatasetFolder } from "../builders/build-dataset";
import { buildFolder, DATASET_ID } from "../builders/build-store";
import { commandContext, runInProcess } from "../builders/run-in-process";

/** A project with one data set of six patients, four of them positive, as an import in a worker leaves it. */
async function buildProject(): Promise<string> {
  const project = join(buildFolder(), "project");
  await withProject(commandContext(), { path: project, makeMissing: true }, async () => {});
  const ids = ["a", "b", "c", "d", "e", "f"];
  const source = buildDatasetFolder({
    images: Object.fromEntries(ids.map((id) => [id, { patientSex: "F" }])),
    labels: ids.map((id, place) => (place < 4 ? `${id},1,2,30,40,1` : `${id},,,,,0`)),
  });
  const store = await openStore(join(project, PROJECT_DATABASE));
  await runJobInline(importDataset, { datasetId: DATASET_ID, source }, { store });
  await store.close();
  return project;
}

test("an overview of a project has the contract's keys, and its tables for people", async () => {
  const project = await buildProject();

  const { out } = await runInProcess("overview", "--project", project, "--json");
  expect(Overview.parse(JSON.parse(out))).toMatchObject({ images: 6, patients: 6, positivePatients: 4, boxes: 4 });

  const shown = await runInProcess("overview", "--project", project);
  expect(shown.out).toMatch(/Images\s+6/u);
  expect(shown.out).toMatch(/F\s+6\s+4\s+4/u);
});

test("a split of a project is written into it, once under each name", async () => {
  const project = await buildProject();
  const args = ["split", "--project", project, "--seed", "1", "--validation", "0", "--test", "0.25", "--json"];

  expect(JSON.parse((await runInProcess(...args)).out)).toMatchObject([
    { name: "test", patients: 1, recipe: { seed: 1 } },
    { name: "train", patients: 3 },
  ]);
  expect((await runInProcess(...args)).error).toMatchObject({ code: "conflict" });
  const renamed = await runInProcess(...args, "--names", "train2,val2,test2");
  expect(JSON.parse(renamed.out)).toMatchObject([{ name: "test2" }, { name: "train2" }]);
});

test("what it asks for is said: a source, and the data set where there are several", async () => {
  const project = await buildProject();
  expect((await runInProcess("overview")).err).toContain("overview needs a table of labels, or --project <folder>");
  expect((await runInProcess("overview", "x.csv", "--project", project)).err).toContain("overview needs a table");
  expect((await runInProcess("overview", "--project", project, "--dataset", "none")).error).toMatchObject({
    code: "not-found",
  });
  const output = ["--output", "split.csv"];
  expect((await runInProcess("split", "--project", project, ...output)).err).toContain(
    "--output needs a table of labels",
  );
});
