/** @file Patient, study and series as the DICOM header states them; dates are DICOM's YYYYMMDD. */
import { z } from "zod";
import { PatientId, SeriesId, StudyId } from "./identifiers";

export const PATIENT_SEXES = ["M", "F", "O"] as const;

export const Patient = z.object({
  id: PatientId,
  name: z.string().optional(),
  sex: z.enum(PATIENT_SEXES).optional(),
  birthDate: z.string().optional(),
});
export type Patient = z.infer<typeof Patient>;

export const Study = z.object({
  id: StudyId,
  patientId: PatientId,
  date: z.string().optional(),
  description: z.string().optional(),
});
export type Study = z.infer<typeof Study>;

export const Series = z.object({
  id: SeriesId,
  studyId: StudyId,
  modality: z.string().optional(),
  bodyPart: z.string().optional(),
  /** View Position (0018,5101), for example PA or AP. */
  viewPosition: z.string().optional(),
  /** Manufacturer (0008,0070) and Manufacturer's Model Name (0008,1090), as far as the header gives them. */
  scanner: z.string().optional(),
  description: z.string().optional(),
});
export type Series = z.infer<typeof Series>;
