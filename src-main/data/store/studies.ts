/** @file Patients, studies, series and images: what the DICOM headers said and where the files lie. */
import { sql } from "kysely";
import type { StudyDetail } from "../../../src-shared/contract/studies";
import type { DatasetId, InstanceId, PatientId } from "../../../src-shared/domain/identifiers";
import type { FileLocation, Instance } from "../../../src-shared/domain/instance";
import { Patient, Series, Study } from "../../../src-shared/domain/study";
import { readAnnotations } from "./annotations";
import { inChunks } from "./in-chunks";
import { INSTANCE_COLUMNS, instanceFrom } from "./instance-rows";
import { locationColumns, locationFrom } from "./locations";
import { searchText } from "./search-text";
import type { ReadableStore, WritableStore } from "./store";
import { withoutNulls } from "./without-nulls";

export { listWorklist } from "./worklist";

/** An image with everything above it, as an import meets it. */
export interface NewInstance {
  readonly patient: Patient;
  readonly study: Study;
  readonly series: Series;
  readonly instance: Instance;
  readonly datasetId: DatasetId;
  readonly className?: string | undefined;
  /** First row of the table of labels about the image. */
  readonly labelRow?: number | undefined;
}

/** What tells whether a file is known and where it was. */
export interface StoredLocation {
  readonly instanceId: InstanceId;
  readonly location: FileLocation;
  readonly sha256: string;
  readonly fileBytes: number;
}

/** Patients, studies and series that are known already are kept, and filled in where they had no value. */
export async function insertInstances(store: WritableStore, rows: readonly NewInstance[]): Promise<void> {
  await store.transaction(async (inner) => {
    for (const chunk of inChunks(rows)) {
      await insertPatients(inner, chunk);
      await insertStudies(inner, chunk);
      await insertSeries(inner, chunk);
      await inner.database.insertInto("instances").values(chunk.map(instanceRow)).execute();
    }
  });
}

export async function readStudyDetail(
  store: ReadableStore,
  instanceId: InstanceId,
): Promise<Omit<StudyDetail, "isFilePresent"> | undefined> {
  const row = await store.database
    .selectFrom("instances")
    .innerJoin("series", "series.id", "instances.series_id")
    .innerJoin("studies", "studies.id", "series.study_id")
    .innerJoin("patients", "patients.id", "instances.patient_id")
    .select([...INSTANCE_COLUMNS, "instances.class_name as className"])
    .select([
      "series.study_id",
      "modality",
      "body_part",
      "view_position",
      "scanner",
      "series.description as series_description",
    ])
    .select(["studies.date", "studies.description as study_description"])
    .select(["patients.id as patient_id", "patients.name", "patients.sex", "patients.birth_date"])
    .where("instances.id", "=", instanceId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { patient_id: patientId, study_id: studyId } = row;
  const patient = { id: patientId, name: row.name, sex: row.sex, birthDate: row.birth_date };
  const study = { id: studyId, patientId, date: row.date, description: row.study_description };
  const series = {
    id: row.series_id,
    studyId,
    modality: row.modality,
    bodyPart: row.body_part,
    viewPosition: row.view_position,
    scanner: row.scanner,
    description: row.series_description,
  };
  return {
    instance: instanceFrom(row),
    patient: Patient.parse(withoutNulls(patient)),
    study: Study.parse(withoutNulls(study)),
    series: Series.parse(withoutNulls(series)),
    ...withoutNulls({ className: row.className }),
    annotations: [...(await readAnnotations(store, instanceId))],
  };
}

export async function readInstance(store: ReadableStore, instanceId: InstanceId): Promise<Instance | undefined> {
  const row = await store.database
    .selectFrom("instances")
    .select(INSTANCE_COLUMNS)
    .where("instances.id", "=", instanceId)
    .executeTakeFirst();
  return row && instanceFrom(row);
}

export async function hasInstance(store: ReadableStore, instanceId: InstanceId): Promise<boolean> {
  const row = await store.database.selectFrom("instances").select("id").where("id", "=", instanceId).executeTakeFirst();
  return row !== undefined;
}

/** Every image in the order of import. */
export async function listLocations(store: ReadableStore): Promise<readonly StoredLocation[]> {
  const rows = await store.database
    .selectFrom("instances")
    .select(["id", "path", "zip_entry", "sha256", "file_bytes"])
    .orderBy("number")
    .execute();
  return rows.map((row) => ({
    instanceId: row.id as InstanceId,
    location: locationFrom(row),
    sha256: row.sha256,
    fileBytes: row.file_bytes,
  }));
}

/** The images of one data set in the order of import. */
export async function listDatasetImages(
  store: ReadableStore,
  datasetId: DatasetId,
): Promise<readonly { instanceId: InstanceId; patientId: PatientId; location: FileLocation }[]> {
  const rows = await store.database
    .selectFrom("instances")
    .select(["id", "patient_id", "path", "zip_entry"])
    .where("dataset_id", "=", datasetId)
    .orderBy("number")
    .execute();
  return rows.map((row) => ({
    instanceId: row.id as InstanceId,
    patientId: row.patient_id as PatientId,
    location: locationFrom(row),
  }));
}

export async function updateLocation(
  store: WritableStore,
  instanceId: InstanceId,
  location: FileLocation,
): Promise<void> {
  await store.database.updateTable("instances").set(locationColumns(location)).where("id", "=", instanceId).execute();
}

async function insertPatients(store: WritableStore, rows: readonly NewInstance[]): Promise<void> {
  await store.database
    .insertInto("patients")
    .values(
      rows.map(({ patient }) => ({
        id: patient.id,
        name: patient.name ?? null,
        sex: patient.sex ?? null,
        birth_date: patient.birthDate ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet({
        name: sql`coalesce(patients.name, excluded.name)`,
        sex: sql`coalesce(patients.sex, excluded.sex)`,
        birth_date: sql`coalesce(patients.birth_date, excluded.birth_date)`,
      }),
    )
    .execute();
}

async function insertStudies(store: WritableStore, rows: readonly NewInstance[]): Promise<void> {
  await store.database
    .insertInto("studies")
    .values(
      rows.map(({ study }) => ({
        id: study.id,
        patient_id: study.patientId,
        date: study.date ?? null,
        description: study.description ?? null,
      })),
    )
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

async function insertSeries(store: WritableStore, rows: readonly NewInstance[]): Promise<void> {
  await store.database
    .insertInto("series")
    .values(
      rows.map(({ series }) => ({
        id: series.id,
        study_id: series.studyId,
        modality: series.modality ?? null,
        body_part: series.bodyPart ?? null,
        view_position: series.viewPosition ?? null,
        scanner: series.scanner ?? null,
        description: series.description ?? null,
      })),
    )
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

function instanceRow({ patient, instance, datasetId, className, labelRow }: NewInstance) {
  return {
    id: instance.id,
    series_id: instance.seriesId,
    patient_id: patient.id,
    dataset_id: datasetId,
    ...locationColumns(instance.location),
    file_bytes: instance.fileBytes,
    sha256: instance.sha256,
    age_years: instance.ageYears ?? null,
    pixels: JSON.stringify(instance.pixels),
    class_name: className ?? null,
    label_row: labelRow ?? null,
    search_text: searchText(patient.id, patient.name, className),
  };
}
