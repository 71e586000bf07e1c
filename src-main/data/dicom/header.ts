/** @file Reads everything the store keeps about a file from its header alone; pixels are not touched. */
import { createHash } from "node:crypto";
import { InstanceId, PatientId, SeriesId, StudyId } from "../../../src-shared/domain/identifiers";
import type { PixelDescription } from "../../../src-shared/domain/instance";
import { PATIENT_SEXES, type Patient, type Series, type Study } from "../../../src-shared/domain/study";
import { TAGS } from "./attribute-tags";
import type { Attributes } from "./attributes";
import { describePixels } from "./describe-pixels";
import { parsePart10 } from "./parse-part10";

export interface DicomHeader {
  readonly patient: Patient;
  readonly study: Study;
  readonly series: Series;
  readonly instanceId: InstanceId;
  readonly ageYears?: number;
  readonly pixels: PixelDescription;
  /** One sentence for each identifier that was missing, with what was put in its place. */
  readonly notes: readonly string[];
}

/** @throws {Failure} `unsupported` when the bytes are no DICOM file, or hold no image that Overread shows. */
export function readHeader(bytes: Uint8Array, fileName: string): DicomHeader {
  const file = parsePart10(bytes, fileName, { isHeaderOnly: true });
  const pixels = describePixels(file);
  const { ids, notes } = readIdentifiers(file.attributes, bytes, fileName);
  const ageYears = parseAgeYears(file.attributes.text(TAGS.patientAge));
  return {
    patient: readPatient(file.attributes, ids),
    study: readStudy(file.attributes, ids),
    series: readSeries(file.attributes, ids),
    instanceId: ids.instanceId,
    ...(ageYears !== undefined && { ageYears }),
    pixels,
    notes,
  };
}

interface Identifiers {
  readonly patientId: PatientId;
  readonly studyId: StudyId;
  readonly seriesId: SeriesId;
  readonly instanceId: InstanceId;
}

/** What is missing is derived from the content, so that a second import of the same file finds the same rows. */
function readIdentifiers(
  attributes: Attributes,
  bytes: Uint8Array,
  fileName: string,
): { ids: Identifiers; notes: readonly string[] } {
  const notes: string[] = [];
  const read = (tag: string, name: string, derive: () => string): string => {
    const stated = attributes.text(tag);
    if (stated !== undefined) return stated;
    const derived = derive();
    notes.push(`${fileName} has no ${name}; ${derived} stands for it.`);
    return derived;
  };
  const ids = {
    patientId: PatientId.parse(read(TAGS.patientId, "Patient ID", () => withoutExtension(fileName))),
    studyId: StudyId.parse(read(TAGS.studyId, "Study Instance UID", () => derivedUid("study", bytes))),
    seriesId: SeriesId.parse(read(TAGS.seriesId, "Series Instance UID", () => derivedUid("series", bytes))),
    instanceId: InstanceId.parse(read(TAGS.instanceId, "SOP Instance UID", () => derivedUid("instance", bytes))),
  };
  return { ids, notes };
}

/** A UID of the form 2.25.<128 bits>, PS3.5 B.2. */
function derivedUid(level: string, bytes: Uint8Array): string {
  const digest = createHash("sha256").update(level).update(bytes).digest("hex");
  return `2.25.${BigInt(`0x${digest.slice(0, 32)}`)}`;
}

function withoutExtension(fileName: string): string {
  const baseName = fileName.split(/[/\\]/).at(-1) ?? fileName;
  return baseName.replace(/(?<=.)\.[^.]*$/, "") || "unnamed";
}

function readPatient(attributes: Attributes, { patientId }: Identifiers): Patient {
  const name = attributes.personName(TAGS.patientName);
  const stated = attributes.text(TAGS.patientSex);
  const sex = PATIENT_SEXES.find((known) => known === stated);
  const birthDate = attributes.text(TAGS.patientBirthDate);
  return { id: patientId, ...(name && { name }), ...(sex && { sex }), ...(birthDate && { birthDate }) };
}

function readStudy(attributes: Attributes, { studyId, patientId }: Identifiers): Study {
  const date = attributes.text(TAGS.studyDate);
  const description = attributes.text(TAGS.studyDescription);
  return { id: studyId, patientId, ...(date && { date }), ...(description && { description }) };
}

function readSeries(attributes: Attributes, { seriesId, studyId }: Identifiers): Series {
  const modality = attributes.text(TAGS.modality);
  const bodyPart = attributes.text(TAGS.bodyPart);
  const viewPosition = attributes.text(TAGS.viewPosition);
  const scanner = readScanner(attributes);
  const description = attributes.text(TAGS.seriesDescription);
  return {
    id: seriesId,
    studyId,
    ...(modality && { modality }),
    ...(bodyPart && { bodyPart }),
    ...(viewPosition && { viewPosition }),
    ...(scanner && { scanner }),
    ...(description && { description }),
  };
}

/** Model names often begin with their maker, who is then named once. */
function readScanner(attributes: Attributes): string {
  const manufacturer = attributes.text(TAGS.manufacturer) ?? "";
  const model = attributes.text(TAGS.manufacturerModel) ?? "";
  return model.toLowerCase().startsWith(manufacturer.toLowerCase())
    ? model || manufacturer
    : `${manufacturer} ${model}`.trim();
}

const YEARS_A_UNIT: Readonly<Record<string, number>> = { Y: 1, M: 1 / 12, W: 7 / 365.25, D: 1 / 365.25 };

/** An age string such as "045Y"; RSNA writes the years without the unit. */
function parseAgeYears(text: string | undefined): number | undefined {
  const [, digits, unit = "Y"] = /^(\d{1,3})([YMWD])?$/.exec(text ?? "") ?? [];
  const years = YEARS_A_UNIT[unit];
  return digits === undefined || years === undefined ? undefined : Number(digits) * years;
}
