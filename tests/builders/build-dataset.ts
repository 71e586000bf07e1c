/** @file Writes small data sets in RSNA's format, right or wrong, as a folder or a zip archive. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildDicom, type DicomOptions } from "./build-dicom";
import { buildFolder } from "./build-store";
import { buildZip, type ZipOptions } from "./build-zip";

export const LABEL_HEADER = "patientId,x,y,width,height,Target";

export interface DatasetFiles {
  /** What the label table holds below its first row. */
  readonly labels?: readonly string[];
  /** Images by patient; each is 100 × 80 pixels unless told otherwise. */
  readonly images?: Readonly<Record<string, DicomOptions | Uint8Array>>;
  /** Further files by path, or others in the place of those above. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** A folder around everything. */
  readonly inside?: string;
}

/** The files of a data set by path. */
export function buildDatasetFiles({ labels = [], images = {}, files = {}, inside }: DatasetFiles) {
  const built = new Map<string, Uint8Array>();
  const put = (path: string, content: string | Uint8Array): void => {
    built.set(inside === undefined ? path : `${inside}/${path}`, Buffer.from(content as Uint8Array));
  };
  put("labels.csv", [LABEL_HEADER, ...labels, ""].join("\n"));
  for (const [index, [patientId, image]] of Object.entries(images).entries()) {
    put(`images/${patientId}.dcm`, image instanceof Uint8Array ? image : buildImage(patientId, index, image));
  }
  for (const [path, content] of Object.entries(files)) put(path, content);
  return built;
}

/** An image whose identifiers follow from its place in the data set. */
export function buildImage(patientId: string, index: number, options: DicomOptions = {}): Uint8Array {
  const ids = { studyId: `2.25.1.${index}`, seriesId: `2.25.2.${index}`, instanceId: `2.25.3.${index}` };
  return buildDicom({ patientId, rows: 80, columns: 100, ...ids, ...options });
}

export function buildDatasetFolder(dataset: DatasetFiles): string {
  const folder = buildFolder();
  for (const [path, content] of buildDatasetFiles(dataset)) writeInto(folder, path, content);
  return folder;
}

export function buildDatasetZip(dataset: DatasetFiles, options: ZipOptions = {}): string {
  const archive = join(buildFolder(), "dataset.zip");
  writeFileSync(archive, buildZip(buildDatasetFiles(dataset), options));
  return archive;
}

function writeInto(folder: string, path: string, content: Uint8Array): void {
  const file = join(folder, ...path.split("/"));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
