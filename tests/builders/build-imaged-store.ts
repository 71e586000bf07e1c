/** @file A project whose images are real DICOM files, for jobs that read pixels. */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { readHeader } from "../../src-main/data/dicom/header";
import { insertDataset } from "../../src-main/data/store/datasets";
import { insertInstances } from "../../src-main/data/store/studies";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import { buildDicom } from "./build-dicom";
import { buildDatasetRow, buildStore, DATASET_ID } from "./build-store";

/** A project that holds these files in this order. */
export async function buildImagedStore(files: readonly string[]) {
  const built = await buildStore();
  await insertDataset(built.store, buildDatasetRow());
  const ids: InstanceId[] = [];
  for (const file of files) {
    const bytes = await readFile(file);
    const { patient, study, series, instanceId, pixels } = readHeader(bytes, file);
    const location = { kind: "file", path: file } as const;
    const instance = {
      id: instanceId,
      seriesId: series.id,
      location,
      fileBytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      pixels,
    };
    await insertInstances(built.store, [{ datasetId: DATASET_ID, patient, study, series, instance }]);
    ids.push(instanceId);
  }
  return { ...built, ids };
}

/** Writes one even grey image of 40 columns and 20 rows for each value and answers the files. */
export async function buildEvenImages(folder: string, greys: readonly number[]): Promise<readonly string[]> {
  const [rows, columns] = [20, 40];
  return Promise.all(
    greys.map(async (grey, index) => {
      const file = path.join(folder, `even-${index}.dcm`);
      const values = new Uint8Array(rows * columns).fill(grey);
      const uid = `2.25.77.${index}`;
      const ids = { patientId: `p${index}`, studyId: `${uid}.1`, seriesId: `${uid}.2`, instanceId: `${uid}.3` };
      await writeFile(file, buildDicom({ ...ids, rows, columns, bitsAllocated: 8, bitsStored: 8, values }));
      return file;
    }),
  );
}
