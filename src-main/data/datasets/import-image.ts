/** @file Turns one file of a data set into what the store keeps: an image with its boxes, and what was wrong with it. */
import { createHash } from "node:crypto";
import { type Annotation, REFERENCE_LAYER } from "../../../src-shared/domain/annotation";
import type { ImportProblem } from "../../../src-shared/domain/dataset";
import { AnnotationId, type DatasetId } from "../../../src-shared/domain/identifiers";
import type { FileLocation } from "../../../src-shared/domain/instance";
import { type DicomHeader, readHeader } from "../dicom/header";
import type { NewInstance } from "../store/studies";
import { fitBoxes } from "./fit-boxes";
import {
  duplicateImage,
  imageWithoutLabel,
  missingIdentifier,
  unreadableFile,
  unsupportedImage,
} from "./import-problems";
import type { KnownImages } from "./known-images";
import type { ImageLabels, LabelledBox } from "./label-table";
import { patientOf } from "./patient-of";
import type { RsnaTables } from "./rsna-source";

/** The only finding that RSNA drew boxes around. */
export const RSNA_LABEL = "Pneumonia";

export interface ReadFile {
  readonly path: string;
  readonly location: FileLocation;
  readonly bytes: Uint8Array;
}

export interface ImportedImage {
  /** Absent where the file was left out; a problem then says why. */
  readonly instance?: NewInstance;
  readonly annotations: readonly Annotation[];
  readonly problems: readonly ImportProblem[];
  /** What the reader of the file threw, for the log. */
  readonly cause?: unknown;
}

export interface ImageImport {
  readonly datasetId: DatasetId;
  readonly tables: RsnaTables;
  /** Images that are stored already or were met earlier in this import. */
  readonly known: KnownImages;
}

/** Adds a new image to `known`. */
export function importImage(file: ReadFile, { datasetId, tables, known }: ImageImport): ImportedImage {
  const ownLabels = tables.labels.get(patientOf(file.path));
  const lost = { path: file.path, boxes: ownLabels?.boxes.length ?? 0 };
  const header = tryReadHeader(file);
  if ("cause" in header) {
    const problem = isDicom(file.bytes) ? unsupportedImage(lost, header.cause) : unreadableFile(lost, header.cause);
    return { annotations: [], problems: [problem], cause: header.cause };
  }

  const labels = ownLabels ?? tables.labels.get(header.patient.id);
  const sha256 = createHash("sha256").update(file.bytes).digest("hex");
  const duplicate = known.findDuplicate({ instanceId: header.instanceId, sha256 });
  if (duplicate) {
    const boxes = labels?.boxes.length ?? 0;
    return { annotations: [], problems: [duplicateImage({ path: file.path, boxes }, duplicate)] };
  }
  known.add({ instanceId: header.instanceId, sha256, location: file.location });
  const instance = describeInstance(file, { header, labels, sha256, datasetId, tables });
  return { instance, ...annotate(file.path, { header, labels, datasetId, tables }) };
}

function tryReadHeader({ bytes, path }: ReadFile): DicomHeader | { readonly cause: unknown } {
  try {
    return readHeader(bytes, path);
  } catch (cause) {
    // One file never stops the rest: whatever went wrong with it becomes its row in the report.
    return { cause };
  }
}

/** DICOM PS3.10 section 7.1: "DICM" after a preamble of 128 bytes. */
function isDicom(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(128, 132)).toString("latin1") === "DICM";
}

function describeInstance(
  { path, location, bytes }: ReadFile,
  { header, labels, sha256, datasetId, tables }: Labelled & { readonly sha256: string },
): NewInstance {
  const { patient, study, series, instanceId, ageYears, pixels } = header;
  const classes = tables.classes.values;
  const className = (classes.get(patientOf(path)) ?? classes.get(patient.id))?.value;
  const age = ageYears === undefined ? {} : { ageYears };
  const instance = { id: instanceId, seriesId: series.id, location, fileBytes: bytes.length, sha256, ...age, pixels };
  const labelRow = labels?.rows[0];
  return { patient, study, series, instance, datasetId, className, labelRow };
}

interface Described {
  readonly header: DicomHeader;
  readonly datasetId: DatasetId;
  readonly tables: RsnaTables;
}

interface Labelled extends Described {
  readonly labels: ImageLabels | undefined;
}

function annotate(
  path: string,
  { header, labels, datasetId, tables }: Labelled,
): Pick<ImportedImage, "annotations" | "problems"> {
  const notes = header.notes.map((note) => missingIdentifier(path, note));
  if (!labels) return { annotations: [], problems: [...notes, imageWithoutLabel(path, tables.labelsFile)] };
  const { boxes, problems } = fitBoxes(labels.boxes, header.pixels, tables.labelsFile);
  const toAnnotation = ({ row, box }: LabelledBox): Annotation => ({
    id: AnnotationId.parse(`${datasetId}:${row}`),
    instanceId: header.instanceId,
    layer: REFERENCE_LAYER,
    box,
    label: RSNA_LABEL,
    provenance: { datasetId, file: tables.labelsFile, row },
  });
  return { annotations: boxes.map(toAnnotation), problems: [...notes, ...problems] };
}
