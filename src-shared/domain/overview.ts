/** @file What a data set holds: counts, shapes, tables, and labels that look wrong. */
import { z } from "zod";
import { Box } from "./box";

const Count = z.int().nonnegative();

/** NumPy's histogram: `counts[i]` between `edges[i]` and `edges[i + 1]`, the last bin with both edges. */
export const Histogram = z.object({ counts: z.array(Count), edges: z.array(z.number()) });
export type Histogram = z.infer<typeof Histogram>;

/** Images and positive images by the value of a column, in falling number of images. */
export const ColumnCounts = z.array(z.object({ value: z.string(), images: Count, positives: Count, boxes: Count }));
export type ColumnCounts = z.infer<typeof ColumnCounts>;

export const LABEL_PROBLEM_KINDS = [
  "duplicate-box",
  "near-identical-boxes",
  "box-outside-image",
  "tiny-box",
  "negative-with-box",
  "positive-without-box",
  "near-duplicate-image",
  "patient-in-two-splits",
  "unreadable-row",
] as const;
export const LabelProblemKind = z.enum(LABEL_PROBLEM_KINDS);
export type LabelProblemKind = z.infer<typeof LabelProblemKind>;

export const LabelProblem = z.object({
  kind: LabelProblemKind,
  /** Identifiers of the images, in a table of labels its patients; none for a row that names none. */
  images: z.array(z.string()),
  boxes: z.array(Box),
  /** One sentence. */
  reason: z.string().min(1),
});
export type LabelProblem = z.infer<typeof LabelProblem>;

export const Overview = z.object({
  images: Count,
  patients: Count,
  positivePatients: Count,
  boxes: Count,
  patientsWithSeveralBoxes: Count,
  /** Number of positive patients by their number of boxes. */
  boxesPerPositivePatient: z.record(z.string(), Count),
  /** Undefined without boxes. */
  areaHistogram: Histogram.optional(),
  aspectHistogram: Histogram.optional(),
  /** Square pixels by share: "0.05" to "0.95". */
  areaQuantiles: z.record(z.string(), z.number()),
  /** [rows][columns] how many boxes cover each cell of the image; the image's own frame is stretched to the grid. */
  positions: z.array(z.array(Count)),
  bySex: ColumnCounts,
  byAgeBand: ColumnCounts,
  byView: ColumnCounts,
  byClass: ColumnCounts,
  bySplit: ColumnCounts,
  problems: z.array(LabelProblem),
  /** Of `images`, how many the search for near-duplicates has looked at; absent in a table of labels. */
  imagesFingerprinted: Count.optional(),
});
export type Overview = z.infer<typeof Overview>;
