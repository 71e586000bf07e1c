/** @file Images with patient, study and series in the store. */
import { expect, test } from "vitest";
import { insertAnnotations } from "../../../../../src-main/data/store/annotations";
import {
  hasInstance,
  insertInstances,
  listLocations,
  readInstance,
  readStudyDetail,
  updateLocation,
} from "../../../../../src-main/data/store/studies";
import { InstanceId } from "../../../../../src-shared/domain/identifiers";
import { buildAnnotation, buildFilledStore, buildInstance } from "../../../../builders/build-store";

const UNKNOWN = InstanceId.parse("2.25.999");

test("an image comes back with patient, study, series, class and boxes as it was put in", async () => {
  const { store, images, ids } = await buildFilledStore(3, () => ({ name: "Doe^Jo", className: "Lung Opacity" }));
  const annotation = buildAnnotation(ids[1]!);
  await insertAnnotations(store, [annotation]);

  const detail = await readStudyDetail(store, ids[1]!);

  const { datasetId: _, ...put } = images[1]!;
  expect(detail).toStrictEqual({ ...put, annotations: [annotation] });
  expect(await readInstance(store, ids[1]!)).toStrictEqual(put.instance);
});

test("what a header leaves out is absent, not null", async () => {
  const { store } = await buildFilledStore(0);
  const full = buildInstance();
  const { ageYears: _, ...instance } = full.instance;
  const { id: studyId, patientId } = full.study;
  const bare = {
    patient: { id: patientId },
    study: { id: studyId, patientId },
    series: { id: full.series.id, studyId },
    instance,
    datasetId: full.datasetId,
  };
  await insertInstances(store, [bare]);

  const detail = await readStudyDetail(store, instance.id);

  const { datasetId: __, ...put } = bare;
  expect(detail).toStrictEqual({ ...put, annotations: [] });
});

test("an unknown image is undefined", async () => {
  const { store } = await buildFilledStore(1);

  expect(await readStudyDetail(store, UNKNOWN)).toBeUndefined();
  expect(await readInstance(store, UNKNOWN)).toBeUndefined();
  expect(await hasInstance(store, UNKNOWN)).toBe(false);
});

test("a second image of a patient fills in what the first left open and changes nothing else", async () => {
  const { store } = await buildFilledStore(0);
  const first = buildInstance({ index: 1, patientId: "p" });
  const second = buildInstance({ index: 2, patientId: "p", name: "Doe^Jo" });
  await insertInstances(store, [first, second]);

  const detail = await readStudyDetail(store, first.instance.id);

  expect(detail?.patient).toEqual({ id: "p", name: "Doe^Jo", sex: "M" });
});

test("a moved file is found by its checksum and remembered at its new place", async () => {
  const { store, images, ids } = await buildFilledStore(2);
  const location = { kind: "zip-entry", archive: "/data/rsna.zip", entry: "images/a.dcm" } as const;

  await updateLocation(store, ids[1]!, location);

  expect(await listLocations(store)).toEqual(
    [images[0]!.instance, { ...images[1]!.instance, location }].map((instance) => ({
      instanceId: instance.id,
      location: instance.location,
      sha256: instance.sha256,
      fileBytes: instance.fileBytes,
    })),
  );
});

test("a batch with an image that is stored already is refused as a whole", async () => {
  const { store } = await buildFilledStore(1);

  const batch = insertInstances(store, [buildInstance({ index: 5 }), buildInstance({ index: 0 })]);

  await expect(batch).rejects.toThrow("UNIQUE constraint failed: instances.id");

  expect(await listLocations(store)).toHaveLength(1);
});

test("more rows than one statement can carry go in together", async () => {
  const { store } = await buildFilledStore(2_600);

  expect(await listLocations(store)).toHaveLength(2_600);
});
