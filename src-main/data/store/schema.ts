/** @file The tables as Kysely sees them; the migrations create exactly these. */
import type { Generated } from "kysely";

/** 0 or 1, since SQLite has no booleans. */
type Flag = 0 | 1;
/** A value kept as JSON text; the functions that read it parse it with its schema. */
type Json = string;

export interface ProjectTable {
  readonly only: Generated<1>;
  readonly name: string;
  readonly created_at: string;
}

export interface PatientsTable {
  readonly id: string;
  readonly name: string | null;
  readonly sex: string | null;
  readonly birth_date: string | null;
}

export interface StudiesTable {
  readonly id: string;
  readonly patient_id: string;
  readonly date: string | null;
  readonly description: string | null;
}

export interface SeriesTable {
  readonly id: string;
  readonly study_id: string;
  readonly modality: string | null;
  readonly body_part: string | null;
  readonly view_position: string | null;
  readonly description: string | null;
  readonly scanner: string | null;
}

export interface InstancesTable {
  /** Order of import; short, so that the tables that point here stay small. */
  readonly number: Generated<number>;
  readonly id: string;
  readonly series_id: string;
  readonly patient_id: string;
  readonly dataset_id: string;
  /** The file, or the archive that holds `zip_entry`. */
  readonly path: string;
  readonly zip_entry: string | null;
  readonly file_bytes: number;
  readonly sha256: string;
  readonly age_years: number | null;
  readonly pixels: Json;
  readonly class_name: string | null;
  /** Identifier, name and class in lower case, for the worklist's search. */
  readonly search_text: string;
  /** Kept by triggers on `annotations`. */
  readonly reference_count: Generated<number>;
  /** First row of the table of labels about the image; NULL without one, and where version 3 imported it. */
  readonly label_row: number | null;
}

export interface DatasetsTable {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly source: string;
  readonly imported_at: string;
  readonly is_complete: Flag;
  readonly images: number;
  readonly patients: number;
  readonly positives: number;
  readonly boxes: number;
  readonly problems: number;
}

export interface ImportProblemsTable {
  readonly number: Generated<number>;
  readonly dataset_id: string;
  readonly kind: string;
  readonly file: string;
  readonly row: number | null;
  readonly reason: string;
  readonly action: string;
}

export interface AnnotationsTable {
  readonly id: string;
  readonly instance_number: number;
  readonly layer: string;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly label: string;
  readonly dataset_id: string;
  readonly file: string;
  readonly row: number;
}

export interface SplitsTable {
  readonly id: string;
  readonly dataset_id: string;
  readonly name: string;
  readonly images: number;
  readonly patients: number;
  /** How it was drawn; NULL for one that was imported. */
  readonly recipe: Json | null;
}

export interface SplitInstancesTable {
  readonly split_id: string;
  readonly instance_number: number;
  /** Place in the list that the split was read from; runs and their figures keep its order. */
  readonly position: number;
}

export interface ModelsTable {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly file_bytes: number;
  readonly added_at: string;
  readonly card: Json;
  /** Relative to the project folder, or absolute. */
  readonly file: string;
  readonly facts: Json | null;
}

/** The newest result of each model, device and precision. */
export interface BenchmarksTable {
  readonly model_id: string;
  readonly provider: string;
  readonly precision: string;
  readonly measured_at: string;
  readonly result: Json;
}

export interface RunsTable {
  readonly id: string;
  readonly name: string;
  readonly model_id: string;
  readonly split_id: string | null;
  readonly state: string;
  readonly provider: string | null;
  readonly created_at: string;
  readonly images: number;
  readonly images_done: number;
  readonly images_failed: number;
  readonly detections: number;
  readonly seconds: number;
  readonly score_floor: number;
  readonly suggested_threshold: number;
  readonly precision: string;
}

/** The images that a run covers, fixed when it is made. */
export interface RunImagesTable {
  readonly number: Generated<number>;
  readonly run_id: string;
  readonly instance_number: number;
  readonly state: "pending" | "done" | "failed";
  readonly seconds: number | null;
  readonly failure: string | null;
}

export interface DetectionsTable {
  readonly run_image_number: number;
  /** 0 for the highest score of its image. */
  readonly rank: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly score: number;
  readonly label: string;
}

export interface EvaluationsTable {
  readonly number: Generated<number>;
  readonly id: string;
  readonly run_id: string;
  readonly created_at: string;
  readonly summary: Json;
  readonly figures: Json;
}

/** Appended, never changed. */
export interface ReviewEventsTable {
  readonly id: Generated<number>;
  readonly run_id: string;
  readonly instance_number: number;
  readonly subject: string;
  readonly at: string;
  readonly who: string;
  readonly before: Flag;
  readonly after: Flag;
  /** The event that this one takes back. */
  readonly undoes: number | null;
}

/** The present state that follows from the events; kept by a trigger. */
export interface ReviewsTable {
  readonly run_id: string;
  readonly instance_number: number;
  readonly subject: string;
  readonly is_reviewed: Flag;
}

/** Appended, never changed. `before` and `after` are verdicts with tags. */
export interface VerdictEventsTable {
  readonly id: Generated<number>;
  readonly run_id: string;
  readonly instance_number: number;
  readonly subject: string;
  readonly at: string;
  readonly who: string;
  readonly before: Json;
  readonly after: Json;
  /** The event that this one takes back. */
  readonly undoes: number | null;
}

/** The present state that follows from the events; kept by a trigger. */
export interface VerdictsTable {
  readonly run_id: string;
  readonly instance_number: number;
  readonly subject: string;
  readonly state: Json;
}

export interface CalibrationsTable {
  readonly number: Generated<number>;
  readonly id: string;
  readonly model_id: string;
  /** May have been removed since; the map stays with the model. */
  readonly run_id: string;
  readonly run_name: string;
  readonly iou_threshold: number;
  readonly created_at: string;
  readonly detections: number;
  readonly map: Json;
  readonly error_before: number;
  readonly error_after: number;
}

/** The newest comparison of each two runs. */
export interface ComparisonsTable {
  readonly left_run_id: string;
  readonly right_run_id: string;
  readonly created_at: string;
  readonly result: Json;
}

/** What an image looks like, made small. */
export interface FingerprintsTable {
  readonly instance_number: number;
  readonly grey: Uint8Array;
}

/** The result of the newest search: each image at most once, with the first one that it is nearly the same as. */
export interface NearDuplicatesTable {
  readonly instance_number: number;
  readonly earlier_number: number;
  readonly correlation: number;
}

/** Heat maps; their values are files. */
export interface ExplanationsTable {
  readonly id: string;
  readonly run_id: string;
  readonly instance_number: number;
  readonly created_at: string;
  readonly result: Json;
}

export interface TrainingsTable {
  readonly number: Generated<number>;
  readonly id: string;
  readonly name: string;
  readonly state: string;
  /** What a person asks of the worker that trains at present. */
  readonly wish: "pause" | "stop" | null;
  readonly created_at: string;
  /** What was fixed when it was made. */
  readonly plan: Json;
  readonly provider: string | null;
  readonly steps_done: Generated<number>;
  readonly seconds: Generated<number>;
  readonly made_model_id: string | null;
  readonly reason: string | null;
  /** What became of the cases that it was judged by. */
  readonly outcome: Json | null;
  /** Of the best epoch's figures. */
  readonly intervals: Json | null;
}

export interface SweepsTable {
  readonly number: Generated<number>;
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly created_at: string;
  /** What was fixed when it was made. */
  readonly plan: Json;
  readonly reason: string | null;
}

export interface SweepMembersTable {
  readonly sweep_id: string;
  readonly number: number;
  readonly name: string;
  readonly point: Json;
  /** Absent until its turn comes. */
  readonly training_id: string | null;
  /** Why it has no training any more, or never will. */
  readonly ended: "removed" | "failed" | null;
  readonly reason: string | null;
}

export interface TrainingStepsTable {
  readonly training_id: string;
  readonly step: number;
  readonly result: Json;
}

export interface TrainingEpochsTable {
  readonly training_id: string;
  readonly epoch: number;
  /** The last one of the epoch. */
  readonly step: number;
  readonly result: Json;
}

export interface JobsTable {
  readonly number: Generated<number>;
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly input: Json;
  readonly state: Json;
  readonly subject: string | null;
  readonly created_at: string;
  readonly ended_at: string | null;
}

export interface Database {
  readonly project: ProjectTable;
  readonly patients: PatientsTable;
  readonly studies: StudiesTable;
  readonly series: SeriesTable;
  readonly instances: InstancesTable;
  readonly datasets: DatasetsTable;
  readonly import_problems: ImportProblemsTable;
  readonly annotations: AnnotationsTable;
  readonly splits: SplitsTable;
  readonly split_instances: SplitInstancesTable;
  readonly models: ModelsTable;
  readonly benchmarks: BenchmarksTable;
  readonly runs: RunsTable;
  readonly run_images: RunImagesTable;
  readonly detections: DetectionsTable;
  readonly evaluations: EvaluationsTable;
  readonly review_events: ReviewEventsTable;
  readonly reviews: ReviewsTable;
  readonly verdict_events: VerdictEventsTable;
  readonly verdicts: VerdictsTable;
  readonly calibrations: CalibrationsTable;
  readonly comparisons: ComparisonsTable;
  readonly fingerprints: FingerprintsTable;
  readonly near_duplicates: NearDuplicatesTable;
  readonly explanations: ExplanationsTable;
  readonly trainings: TrainingsTable;
  readonly training_steps: TrainingStepsTable;
  readonly training_epochs: TrainingEpochsTable;
  readonly sweeps: SweepsTable;
  readonly sweep_members: SweepMembersTable;
  readonly jobs: JobsTable;
}
