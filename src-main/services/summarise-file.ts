/** @file Summarises one DICOM file outside any project. */
import { resolve } from "node:path";
import { readLocation } from "../data/dicom/read-location";
import { summariseDicomFile, type DicomSummary } from "../data/dicom/summary";

/** @throws {Failure} `not-found`, or `unsupported` when it is no DICOM file. */
export async function summariseFile(file: string): Promise<DicomSummary> {
  const path = resolve(file);
  return summariseDicomFile(await readLocation({ kind: "file", path }), path);
}
