/** @file Which cases stand behind a mark of a chart: what a click on a bin, bar or point narrows the lists to. */
import { z } from "zod";
import { Box } from "./box";
import { CalibrationId, InstanceId, RunId } from "./identifiers";

const Share = z.number().min(0).max(1);
const Thresholds = { scoreThreshold: Share, iouThreshold: Share };

/** Kinds of errors in the words of TIDE, with its missed references. */
export const ERROR_KINDS = [
  "duplicate",
  "localisation",
  "classification",
  "classification-and-localisation",
  "background",
  "miss",
] as const;
export const ErrorKind = z.enum(ERROR_KINDS);
export type ErrorKind = z.infer<typeof ErrorKind>;

/** What images can be grouped by. Zones are thirds of the image's height with the side of the image, which on a frontal
 * radiograph is the other side of the patient: "upper left" is the image's. */
export const CASE_COLUMNS = ["sex", "ageBand", "view", "className", "scanner", "zone", "split"] as const;
export const CaseColumn = z.enum(CASE_COLUMNS);
export type CaseColumn = z.infer<typeof CaseColumn>;

/** The value of a column where the image does not say. */
export const UNKNOWN_VALUE = "unknown";

/** Measures of a reference box: square pixels of the image; width over height. */
export const BOX_MEASURES = ["area", "aspect"] as const;

/** NumPy's histograms hold the lower edge of a bin, and both in the last; scikit-learn's calibration bins the upper
 * one, and both in the first. */
const Range = {
  from: z.number(),
  /** Absent: no bound. */
  to: z.number().optional(),
  holds: z.enum(["lower-edge", "upper-edge", "both-edges"]),
};

export const CaseFilter = z.discriminatedUnion("kind", [
  /** Images with a detection whose score lies in the range; only right or wrong ones at an IoU where asked. */
  z.object({
    kind: z.literal("score"),
    ...Range,
    verdict: z.enum(["right", "wrong"]).optional(),
    iouThreshold: Share,
  }),
  /** Images with such an error at these thresholds. */
  z.object({ kind: z.literal("error"), error: ErrorKind, ...Thresholds }),
  /** Images with a reference box of such an area in square pixels of `frame` (absent: of the image), found or not. */
  z.object({
    kind: z.literal("reference-area"),
    ...Range,
    frame: z.object({ widthPx: z.number().positive(), heightPx: z.number().positive() }).optional(),
    isFound: z.boolean().optional(),
    ...Thresholds,
  }),
  /** Images, and for `zone` reference boxes, with this value; only with a found or missed reference where asked. */
  z.object({
    kind: z.literal("column"),
    column: CaseColumn,
    value: z.string(),
    isFound: z.boolean().optional(),
    ...Thresholds,
  }),
  /** Images by their highest score, 0 where nothing was drawn. */
  z.object({ kind: z.literal("image-score"), ...Range, isPositive: z.boolean().optional() }),
  /** Images with so many reference boxes. */
  z.object({ kind: z.literal("reference-count"), ...Range }),
  /** Images with a reference box of such a shape. */
  z.object({ kind: z.literal("box-shape"), measure: z.enum(BOX_MEASURES), ...Range }),
  /** Images with a reference box that lies in this part of the image, in shares of its width and height: with its
   * centre, or with any part of it. */
  z.object({ kind: z.literal("position"), boxes: z.enum(["centred", "covering"]), area: Box }),
  /** Images that a list named: changed cases of a comparison, doubtful labels. */
  z.object({ kind: z.literal("images"), title: z.string().min(1), instanceIds: z.array(InstanceId).max(5000) }),
]);
export type CaseFilter = z.infer<typeof CaseFilter>;

/** All filters together; those about detections or errors ask for a run. */
export const CaseQuery = z.object({
  runId: RunId.optional(),
  /** Scores are read through this map; absent: as the model gave them. */
  calibrationId: CalibrationId.optional(),
  filters: z.array(CaseFilter).max(8),
});
export type CaseQuery = z.infer<typeof CaseQuery>;
