/** @file One page of the worklist: found, ordered and counted by its indexes alone. */
import { type SelectQueryBuilder, sql } from "kysely";
import type { WORKLIST_ORDERS, WorklistQuery, WorklistRow } from "../../../src-shared/contract/studies";
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import type { Database } from "./schema";
import { searchText } from "./search-text";
import type { ReadableStore } from "./store";
import { withoutNulls } from "./without-nulls";

type Filtered<Row> = SelectQueryBuilder<Database, "instances", Row>;
/** `instanceNumbers` names the only images that may be listed, in place of `cases`; absent: all. */
export type StoredWorklistQuery = Omit<WorklistQuery, "cases"> & {
  readonly instanceNumbers?: readonly number[] | undefined;
};
type WorklistFilter = Pick<StoredWorklistQuery, "search" | "splitId" | "isPositive" | "instanceNumbers">;

export async function listWorklist(
  store: ReadableStore,
  query: StoredWorklistQuery,
): Promise<{ total: number; rows: WorklistRow[] }> {
  const numbers = (await worklistPageQuery(store, query).execute()).map((row) => row.number);
  const { total } = await worklistCountQuery(store, query).executeTakeFirstOrThrow();
  return { total, rows: await readRows(store, numbers) };
}

/** The numbers of the images on one page, in order. */
export function worklistPageQuery(store: ReadableStore, query: StoredWorklistQuery): Filtered<{ number: number }> {
  const page = filtered(store.database.selectFrom("instances").select("instances.number"), query);
  return ordered(page, query.order).limit(query.limit).offset(query.offset);
}

export function worklistCountQuery(store: ReadableStore, query: WorklistFilter): Filtered<{ total: number }> {
  return filtered(
    store.database.selectFrom("instances").select(({ fn }) => fn.countAll<number>().as("total")),
    query,
  );
}

function filtered<Row>(query: Filtered<Row>, filter: WorklistFilter): Filtered<Row> {
  const { search, splitId, isPositive, instanceNumbers } = filter;
  const text = searchText(search?.trim());
  return query
    .$if(text !== "", (some) => some.where(sql<boolean>`instr(instances.search_text, ${text}) > 0`))
    .$if(isPositive !== undefined, (some) => some.where("instances.reference_count", isPositive ? ">" : "=", 0))
    .$if(splitId !== undefined, (some) =>
      some.where("instances.number", "in", (members) =>
        members.selectFrom("split_instances").select("instance_number").where("split_id", "=", splitId!),
      ),
    )
    .$if(instanceNumbers !== undefined, (some) =>
      // One parameter, for SQLite takes 32,766 at most.
      some.where(sql<boolean>`instances.number IN (SELECT value FROM json_each(${JSON.stringify(instanceNumbers)}))`),
    );
}

function ordered<Row>(query: Filtered<Row>, order: (typeof WORKLIST_ORDERS)[number]): Filtered<Row> {
  const byPatient = (some: Filtered<Row>) => some.orderBy("instances.patient_id").orderBy("instances.number");
  const orders = {
    patient: byPatient,
    boxes: (some: Filtered<Row>) => byPatient(some.orderBy("instances.reference_count", "desc")),
    imported: (some: Filtered<Row>) => some.orderBy("instances.number"),
  } satisfies Record<(typeof WORKLIST_ORDERS)[number], (some: Filtered<Row>) => Filtered<Row>>;
  return orders[order](query);
}

async function readRows(store: ReadableStore, numbers: readonly number[]): Promise<WorklistRow[]> {
  if (numbers.length === 0) return [];
  const rows = await store.database
    .selectFrom("instances")
    .innerJoin("series", "series.id", "instances.series_id")
    .innerJoin("patients", "patients.id", "instances.patient_id")
    .select(["instances.number", "instances.id", "instances.patient_id", "patients.sex", "instances.age_years"])
    .select(["series.view_position", "series.modality", "instances.class_name", "instances.reference_count"])
    .where("instances.number", "in", numbers)
    .execute();
  const splitNames = await readSplitNames(store, numbers);
  const rowOf = new Map(rows.map((row) => [row.number, row]));
  return numbers.flatMap((number) => {
    const row = rowOf.get(number);
    if (!row) return [];
    const optional = {
      sex: row.sex,
      ageYears: row.age_years,
      viewPosition: row.view_position,
      modality: row.modality,
      className: row.class_name,
    };
    return {
      instanceId: row.id as InstanceId,
      patientId: row.patient_id,
      ...withoutNulls(optional),
      splitNames: splitNames.get(number) ?? [],
      references: row.reference_count,
    };
  });
}

async function readSplitNames(store: ReadableStore, numbers: readonly number[]): Promise<Map<number, string[]>> {
  const rows = await store.database
    .selectFrom("split_instances")
    .innerJoin("splits", "splits.id", "split_instances.split_id")
    .select(["split_instances.instance_number", "splits.name"])
    .where("split_instances.instance_number", "in", numbers)
    .orderBy("splits.name")
    .execute();
  const names = new Map<number, string[]>();
  for (const row of rows) names.set(row.instance_number, [...(names.get(row.instance_number) ?? []), row.name]);
  return names;
}
