/** @file Identifiers of different things have different types; all are non-empty strings on the wire. */
import { z } from "zod";

/** PatientID (0010,0020) as the file states it. */
export const PatientId = z.string().min(1).brand<"PatientId">();
export type PatientId = z.infer<typeof PatientId>;

/** Study Instance UID (0020,000D). */
export const StudyId = z.string().min(1).brand<"StudyId">();
export type StudyId = z.infer<typeof StudyId>;

/** Series Instance UID (0020,000E). */
export const SeriesId = z.string().min(1).brand<"SeriesId">();
export type SeriesId = z.infer<typeof SeriesId>;

/** SOP Instance UID (0008,0018). */
export const InstanceId = z.string().min(1).brand<"InstanceId">();
export type InstanceId = z.infer<typeof InstanceId>;

export const DatasetId = z.string().min(1).brand<"DatasetId">();
export type DatasetId = z.infer<typeof DatasetId>;

export const SplitId = z.string().min(1).brand<"SplitId">();
export type SplitId = z.infer<typeof SplitId>;

export const AnnotationId = z.string().min(1).brand<"AnnotationId">();
export type AnnotationId = z.infer<typeof AnnotationId>;

export const ModelId = z.string().min(1).brand<"ModelId">();
export type ModelId = z.infer<typeof ModelId>;

export const RunId = z.string().min(1).brand<"RunId">();
export type RunId = z.infer<typeof RunId>;

export const DetectionId = z.string().min(1).brand<"DetectionId">();
export type DetectionId = z.infer<typeof DetectionId>;

export const EvaluationId = z.string().min(1).brand<"EvaluationId">();
export type EvaluationId = z.infer<typeof EvaluationId>;

export const CalibrationId = z.string().min(1).brand<"CalibrationId">();
export type CalibrationId = z.infer<typeof CalibrationId>;

export const JobId = z.string().min(1).brand<"JobId">();
export type JobId = z.infer<typeof JobId>;

export const ExplanationId = z.string().min(1).brand<"ExplanationId">();
export type ExplanationId = z.infer<typeof ExplanationId>;

export const TrainingId = z.string().min(1).brand<"TrainingId">();
export type TrainingId = z.infer<typeof TrainingId>;

export const SweepId = z.string().min(1).brand<"SweepId">();
export type SweepId = z.infer<typeof SweepId>;
