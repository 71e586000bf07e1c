/** @file The worklist's search, filters, orders and pages. */
import { sql } from "kysely";
import { expect, test } from "vitest";
import { insertAnnotations } from "../../../../../src-main/data/store/annotations";
import { insertSplit } from "../../../../../src-main/data/store/splits";
import type { WritableStore } from "../../../../../src-main/data/store/store";
import { listWorklist, worklistCountQuery, worklistPageQuery } from "../../../../../src-main/data/store/worklist";
import { WorklistQuery } from "../../../../../src-shared/contract/studies";
import { SplitId } from "../../../../../src-shared/domain/identifiers";
import { buildAnnotation, buildFilledStore, DATASET_ID } from "../../../../builders/build-store";

const VAL = { id: SplitId.parse("split-val"), datasetId: DATASET_ID, name: "val" };
const CLASSES = ["Normal", "No Lung Opacity / Not Normal", "Lung Opacity"];

/** Nine images of patients in falling order of name; the third of each three has boxes, image 8 two of them. */
async function buildWorklist() {
  const built = await buildFilledStore(9, (index) => ({
    patientId: `patient-${9 - index}`,
    name: index === 4 ? "Müller^Änne" : `Name^${index}`,
    className: CLASSES[index % 3]!,
  }));
  const boxes = [2, 5, 8, 8].map((index, row) => buildAnnotation(built.ids[index]!, row + 2));
  await insertAnnotations(built.store, boxes);
  await insertSplit(built.store, VAL, built.ids.slice(6));
  return built;
}

async function list(store: WritableStore, query: Partial<WorklistQuery>) {
  const { total, rows } = await listWorklist(store, WorklistQuery.parse({ offset: 0, limit: 100, ...query }));
  return { total, patients: rows.map((row) => row.patientId), rows };
}

test("a row shows what a reader chooses by", async () => {
  const { store, ids } = await buildWorklist();

  const { rows } = await list(store, { limit: 1 });

  expect(rows).toStrictEqual([
    {
      instanceId: ids[8],
      patientId: "patient-1",
      sex: "F",
      ageYears: 48,
      viewPosition: "PA",
      modality: "CR",
      className: "Lung Opacity",
      splitNames: ["val"],
      references: 2,
    },
  ]);
});

test("the list is ordered by patient, by number of boxes, or as imported", async () => {
  const { store } = await buildWorklist();

  expect((await list(store, { order: "patient" })).patients.slice(0, 3)).toEqual([
    "patient-1",
    "patient-2",
    "patient-3",
  ]);
  expect((await list(store, { order: "boxes" })).patients.slice(0, 4)).toEqual([
    "patient-1",
    "patient-4",
    "patient-7",
    "patient-2",
  ]);
  expect((await list(store, { order: "imported" })).patients.slice(0, 2)).toEqual(["patient-9", "patient-8"]);
});

test("a page is a part of the whole list, whose length is told with it", async () => {
  const { store } = await buildWorklist();

  const { total, patients } = await list(store, { offset: 7, limit: 5 });

  expect(total).toBe(9);
  expect(patients).toEqual(["patient-8", "patient-9"]);
});

test.each([
  ["part of an identifier", "IENT-3", ["patient-3"]],
  ["a name whatever its case and accents' encoding", "mu\u0308ller", ["patient-5"]],
  ["a class", "not normal", ["patient-2", "patient-5", "patient-8"]],
  ["text that would be a wildcard elsewhere", "%", []],
  ["text across two fields", "1name", []],
  ["spaces only", "  ", Array.from({ length: 9 }, (_, index) => `patient-${index + 1}`)],
])("the search finds %s", async (_, search, expected) => {
  const { store } = await buildWorklist();

  expect((await list(store, { search })).patients).toEqual(expected);
});

test("filters by split and by boxes work together with the search", async () => {
  const { store } = await buildWorklist();

  expect((await list(store, { splitId: VAL.id })).patients).toEqual(["patient-1", "patient-2", "patient-3"]);
  expect((await list(store, { isPositive: true })).patients).toEqual(["patient-1", "patient-4", "patient-7"]);
  expect((await list(store, { isPositive: false, splitId: VAL.id })).total).toBe(2);
  expect((await list(store, { isPositive: true, splitId: VAL.id, search: "lung" })).patients).toEqual(["patient-1"]);
});

test("removing a box takes its image out of the positive ones", async () => {
  const { store } = await buildWorklist();

  await store.database.deleteFrom("annotations").where("row", "=", 2).execute();

  expect((await list(store, { isPositive: true })).patients).toEqual(["patient-1", "patient-4"]);
});

test.each([
  ["patient", {}, "SCAN instances USING COVERING INDEX worklist_by_patient"],
  ["boxes", {}, "SCAN instances USING COVERING INDEX worklist_by_boxes"],
  ["imported", {}, "SCAN instances USING COVERING INDEX worklist_by_import"],
  ["patient", { search: "opacity" }, "SCAN instances USING COVERING INDEX worklist_by_patient"],
  ["imported", { search: "opacity" }, "SCAN instances USING COVERING INDEX worklist_by_import"],
  ["boxes", { isPositive: true }, "SEARCH instances USING COVERING INDEX worklist_by_boxes (reference_count>?)"],
] as const)(
  "a page by %s with %j is read from its index in order, without sorting",
  async (order, filter, expected) => {
    const { store } = await buildWorklist();

    const plan = await planOf(store, WorklistQuery.parse({ offset: 0, limit: 100, order, ...filter }));

    expect(plan.page).toEqual([expected]);
    expect(plan.count).toEqual([expect.stringMatching(/USING COVERING INDEX/)]);
  },
);

test("the filter by split looks its images up instead of walking all", async () => {
  const { store } = await buildWorklist();

  const { page, count } = await planOf(store, WorklistQuery.parse({ offset: 0, limit: 100, splitId: VAL.id }));

  expect(page.join("\n")).toContain("split_instances USING PRIMARY KEY (split_id=?)");
  expect(count.join("\n")).toContain("split_instances USING PRIMARY KEY (split_id=?)");
});

async function planOf(store: WritableStore, query: WorklistQuery) {
  const explain = async (compiled: { sql: string; parameters: readonly unknown[] }): Promise<string[]> => {
    const parts = compiled.sql.split("?");
    const values = parts.map((part, index) =>
      index < compiled.parameters.length ? sql`${sql.raw(part)}${compiled.parameters[index]}` : sql.raw(part),
    );
    const { rows } = await sql<{ detail: string }>`EXPLAIN QUERY PLAN ${sql.join(values, sql``)}`.execute(
      store.database,
    );
    return rows.map((row) => row.detail);
  };
  return {
    page: await explain(worklistPageQuery(store, query).compile()),
    count: await explain(worklistCountQuery(store, query).compile()),
  };
}
