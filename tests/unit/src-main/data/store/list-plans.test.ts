/** @file Every list is read through an index: the query plans say so. */
import { expect, test, vi } from "vitest";
import { readAnnotations } from "../../../../../src-main/data/store/annotations";
import { listBenchmarks } from "../../../../../src-main/data/store/benchmarks";
import { listCalibrations } from "../../../../../src-main/data/store/calibrations";
import { readComparison } from "../../../../../src-main/data/store/comparisons";
import { readContentMark } from "../../../../../src-main/data/store/content-mark";
import { countContents } from "../../../../../src-main/data/store/count-contents";
import { countProblems, listDatasets, listProblems } from "../../../../../src-main/data/store/datasets";
import { readLatestEvaluation } from "../../../../../src-main/data/store/evaluations";
import { listExplanationsOfImage, listExplanationsOfRun } from "../../../../../src-main/data/store/explanations";
import { listJobs } from "../../../../../src-main/data/store/jobs";
import { listModels } from "../../../../../src-main/data/store/models";
import { listReviews, undoReview } from "../../../../../src-main/data/store/reviews";
import {
  coversImage,
  listRemainingInstances,
  listRunFailures,
  listRuns,
  readRunDetections,
  readRunTable,
} from "../../../../../src-main/data/store/runs";
import { listSplits } from "../../../../../src-main/data/store/splits";
import { SQLITE, type WritableStore } from "../../../../../src-main/data/store/store";
import { readStudyDetail } from "../../../../../src-main/data/store/studies";
import { listVerdicts, undoVerdict } from "../../../../../src-main/data/store/verdicts";
import { listWorklist } from "../../../../../src-main/data/store/worklist";
import type { InstanceId } from "../../../../../src-shared/domain/identifiers";
import { buildFilledStore, buildModel, buildRun, DATASET_ID, RUN_ID } from "../../../../builders/build-store";

type Read = (store: WritableStore, instanceId: InstanceId) => Promise<unknown>;
const page = { offset: 0, limit: 50 };

/** What a panel, a job or a page of the byte service asks for again and again. */
const READS: Readonly<Record<string, Read>> = {
  "the worklist": (store) => listWorklist(store, { ...page, order: "patient" }),
  "an image": (store, id) => readStudyDetail(store, id),
  "an image's boxes": (store, id) => readAnnotations(store, id),
  "the data sets": (store) => listDatasets(store),
  "a data set's counts": (store) => countContents(store, DATASET_ID),
  "the import report": (store) => listProblems(store, { ...page, datasetId: DATASET_ID }),
  "the import report of a kind": (store) =>
    listProblems(store, { ...page, datasetId: DATASET_ID, kind: "invalid-label" }),
  "the kinds of problems": (store) => countProblems(store, DATASET_ID),
  "the runs": (store) => listRuns(store),
  "a run's remaining images": (store) => listRemainingInstances(store, RUN_ID),
  "a run's failures": (store) => listRunFailures(store, RUN_ID),
  "a run's table": (store) => readRunTable(store, RUN_ID),
  "whether a run covers an image": (store, id) => coversImage(store, RUN_ID, id),
  "a run's detections on an image": (store, id) => readRunDetections(store, RUN_ID, id),
  "a run's newest evaluation": (store) => readLatestEvaluation(store, RUN_ID),
  "a run's reviews": (store) => listReviews(store, RUN_ID),
  "a run's newest review": (store) => undoReview(store, RUN_ID),
  "a run's verdicts": (store) => listVerdicts(store, RUN_ID),
  "a run's newest verdict": (store) => undoVerdict(store, RUN_ID),
  "what a table is marked by": (store) => readContentMark(store, RUN_ID),
  "the worklist of some cases": (store) => listWorklist(store, { ...page, order: "patient", instanceNumbers: [1] }),
  "a model's calibrations": (store) => listCalibrations(store, buildModel().id),
  "a comparison": (store) => readComparison(store, RUN_ID, RUN_ID),
  "a run's maps": (store) => listExplanationsOfRun(store, RUN_ID),
  "an image's maps": (store, id) => listExplanationsOfImage(store, RUN_ID, id),
  "the models": (store) => listModels(store),
  "a model's benchmarks": (store) => listBenchmarks(store, buildModel().id),
  "the splits": (store) => listSplits(store),
  "the jobs": (store) => listJobs(store),
};

test.each(Object.entries(READS))("%s: no table is walked without an index of its own", async (_, read) => {
  const plans = await plansOf(read);

  const walks = plans.filter(
    (step) => step.startsWith("SCAN ") && !/USING (COVERING )?INDEX|VIRTUAL|CONSTANT/.test(step),
  );
  expect(walks.filter((step) => !SHORT_TABLES.has(step))).toEqual([]);
});

/** Read in the order of their rows, or too short for an index to matter; there is one row a job or a model. */
const SHORT_TABLES = new Set(["SCAN jobs", "SCAN models", "SCAN project"]);

test.each([
  "the import report",
  "the import report of a kind",
  "a run's remaining images",
  "a run's table",
  "a run's newest evaluation",
])("%s: rows come in their order without sorting them all", async (name) => {
  const plans = await plansOf(READS[name]!);

  expect(plans.filter((step) => step === "USE TEMP B-TREE FOR ORDER BY")).toEqual([]);
});

async function plansOf(read: Read): Promise<string[]> {
  const { store, ids } = await buildFilledStore(1);
  await buildRun(store);
  const sqlite = store[SQLITE];
  const prepare = vi.spyOn(sqlite, "prepare");
  await read(store, ids[0]!);
  const statements = prepare.mock.calls.map(([statement]) => statement).filter((text) => /^\s*select/i.test(text));
  prepare.mockRestore();
  expect(statements.length).toBeGreaterThan(0);
  return statements.flatMap((statement) => {
    const parameters = Array.from(statement.matchAll(/\?/g), () => null);
    const steps = sqlite.prepare(`EXPLAIN QUERY PLAN ${statement}`).all(parameters) as { detail: string }[];
    return steps.map(({ detail }) => detail);
  });
}
