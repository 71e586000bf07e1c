/** @file The worklist and one image with all that a reader sees beside it. */
import { z } from "zod";
import { Annotation } from "../domain/annotation";
import { CaseQuery } from "../domain/case-filter";
import { InstanceId, RunId, SplitId } from "../domain/identifiers";
import { Instance } from "../domain/instance";
import { Patient, Series, Study } from "../domain/study";
import { PageRequest, pageOf } from "./page";
import { procedure } from "./procedure";

export const WORKLIST_ORDERS = ["patient", "boxes", "imported"] as const;

export const WorklistQuery = z.object({
  ...PageRequest.shape,
  /** Finds patients by part of their identifier, name or class. */
  search: z.string().max(200).optional(),
  splitId: SplitId.optional(),
  /** Only images with (true) or without (false) reference boxes. */
  isPositive: z.boolean().optional(),
  /** Only images behind all of these marks of charts. */
  cases: CaseQuery.optional(),
  order: z.enum(WORKLIST_ORDERS).default("patient"),
});
export type WorklistQuery = z.infer<typeof WorklistQuery>;

export const WorklistRow = z.object({
  instanceId: InstanceId,
  patientId: z.string(),
  sex: z.string().optional(),
  ageYears: z.number().optional(),
  viewPosition: z.string().optional(),
  modality: z.string().optional(),
  /** The data set's own class of the image, for example "Lung Opacity". */
  className: z.string().optional(),
  splitNames: z.array(z.string()),
  references: z.int().nonnegative(),
});
export type WorklistRow = z.infer<typeof WorklistRow>;

export const StudyDetail = z.object({
  instance: Instance,
  patient: Patient,
  study: Study,
  series: Series,
  className: z.string().optional(),
  annotations: z.array(Annotation),
  /** False where the file is not at its place any more. */
  isFilePresent: z.boolean(),
});
export type StudyDetail = z.infer<typeof StudyDetail>;

/** One element of the DICOM data set; `depth` counts the sequences around it. */
export const TagRow = z.object({
  tag: z.string().regex(/^\([0-9A-F]{4},[0-9A-F]{4}\)$/),
  keyword: z.string(),
  vr: z.string(),
  value: z.string(),
  depth: z.int().nonnegative(),
});
export type TagRow = z.infer<typeof TagRow>;

export const studies = {
  list: procedure.input(WorklistQuery).output(pageOf(WorklistRow)),
  detail: procedure.input(z.object({ instanceId: InstanceId })).output(StudyDetail),
  tags: procedure.input(z.object({ instanceId: InstanceId })).output(z.array(TagRow)),
  /** Looks for moved files by name and checksum below a folder and remembers where they are. */
  relink: procedure
    .input(z.object({ folder: z.string().trim().min(1) }))
    .output(z.object({ missing: z.int().nonnegative(), relinked: z.int().nonnegative() })),
  /** Detections of a run on one image, in falling score. */
  detections: procedure.input(z.object({ instanceId: InstanceId, runId: RunId })).output(
    z.array(
      z.object({
        id: z.string(),
        x1: z.number(),
        y1: z.number(),
        x2: z.number(),
        y2: z.number(),
        score: z.number(),
        label: z.string(),
      }),
    ),
  ),
};
