/** @file The figures of an evaluation as tables for people, grouped by what they speak of. */
import { z } from "zod";
import {
  CalibrationErrors,
  FrocPoint,
  HEADLINE_FIGURES,
  type HeadlineFigure,
  Interval,
  OperatingPoint,
  TideCosts,
} from "../../../src-shared/domain/evaluation";
import { formatInterval } from "./format-interval";
import { formatTable } from "./format-table";
import { HEADLINES, NO_REFERENCES } from "./headlines";

const Figure = z.number().nullish();

/** The figures that the tables show; all others are in the JSON. Those of later versions may be absent. */
const Shown = z.object({
  images: z.number(),
  groundTruth: z.number(),
  crowdRegions: z.number().optional(),
  predictions: z.number(),
  notebookEvaluate: z.record(z.string(), z.object({ precision: Figure, recall: Figure, mean_iou: Figure })).optional(),
  coco: z.record(z.string(), Figure).optional(),
  operatingPoint: OperatingPoint.optional(),
  tide: TideCosts.optional(),
  tideAllImages: TideCosts.optional(),
  rsna: Figure,
  froc: z.object({ points: z.array(FrocPoint), cpm: z.number() }).optional(),
  roc: z.object({ auc: z.number() }).optional(),
  jafroc: Figure,
  calibration: CalibrationErrors.optional(),
  intervals: z.partialRecord(z.enum(HEADLINE_FIGURES), Interval).optional(),
  resampling: z.object({ patients: z.number() }).optional(),
});
type Shown = z.infer<typeof Shown>;

export function formatFigures(figures: Readonly<Record<string, unknown>>): string {
  const shown = Shown.parse(figures);
  const groups = [formatCounts, formatHeadlines, formatCoco, formatFroc, formatTide, formatOthers, formatAverages];
  return groups.flatMap((format) => format(shown) ?? []).join("\n\n");
}

function formatCounts({ images, groundTruth, crowdRegions, predictions, operatingPoint }: Shown): string {
  const counts = formatTable({
    rows: [
      ["Images", images],
      ["Reference boxes", groundTruth],
      ...(crowdRegions ? [["Crowd regions", crowdRegions]] : []),
      ["Detections", predictions],
    ],
  });
  if (!operatingPoint) return counts;
  const { scoreThreshold, iouThreshold, truePositives, falsePositives, misses } = operatingPoint;
  const point = formatTable({
    head: [`At score ≥ ${scoreThreshold}, IoU ≥ ${iouThreshold}`, ""],
    rows: [
      ["True positives", truePositives],
      ["False positives", falsePositives],
      ["Misses", misses],
    ],
  });
  return `${counts}\n\n${point}`;
}

const NO_DETECTIONS = "nothing was detected";

function formatHeadlines(shown: Shown): string {
  const { coco, operatingPoint, intervals } = shown;
  const values: Record<HeadlineFigure, number | null | undefined> = {
    AP: coco?.["AP"],
    AP50: coco?.["AP50"],
    AP75: coco?.["AP75"],
    rsna: shown.rsna,
    cpm: shown.froc?.cpm,
    auc: shown.roc?.auc,
    precision: operatingPoint?.precision,
    recall: operatingPoint?.recall,
  };
  return formatTable({
    head: ["Headline", "", intervals ? "95 % interval" : ""],
    rows: HEADLINE_FIGURES.map((figure) => {
      const [name, whyUndefined] = HEADLINES[figure];
      const isDefined = isFigure(values[figure]);
      const beside = isDefined
        ? intervals && (formatInterval(intervals[figure]) ?? whyNoInterval(shown))
        : whyUndefined;
      return [name, formatShare(values[figure]), beside ?? ""];
    }),
  });
}

function whyNoInterval({ resampling }: Shown): string {
  return resampling?.patients === 1 ? "–, since there is one patient alone" : "–, undefined in most resamples";
}

function formatCoco({ coco, groundTruth }: Shown): string | undefined {
  if (!coco) return undefined;
  const whyUndefined = groundTruth === 0 ? NO_REFERENCES : "no reference box is of this size";
  return formatTable({
    head: ["COCO", "", ""],
    rows: Object.entries(coco).map(([name, value]) => [name, formatShare(value), isFigure(value) ? "" : whyUndefined]),
  });
}

function formatFroc({ froc, groundTruth }: Shown): string | undefined {
  if (!froc) return groundTruth === 0 ? `FROC: –, since ${NO_REFERENCES}` : undefined;
  return formatTable({
    head: ["FROC: false positives an image", "Sensitivity"],
    rows: froc.points.map((point) => [String(point.falsePositivesPerImage), formatShare(point.sensitivity)]),
  });
}

const TIDE_NAMES = {
  Cls: "Classification",
  Loc: "Localisation",
  Both: "Both",
  Dupe: "Duplicate",
  Bkg: "Background",
  Miss: "Missed",
  FalsePos: "All false positives",
  FalseNeg: "All false negatives",
} satisfies Record<keyof TideCosts["main"] | keyof TideCosts["special"], string>;

function formatTide(shown: Shown): string | undefined {
  const { tide, tideAllImages } = shown;
  if (!tide && !tideAllImages) return whyNoTide(shown);
  const costs = [tide, tideAllImages].map((each) => each && { ...each.main, ...each.special });
  const table = formatTable({
    head: ["TIDE: cost in percent of AP at IoU 0.50", "Images with boxes", "All images"],
    rows: (Object.keys(TIDE_NAMES) as (keyof typeof TIDE_NAMES)[]).map((kind) => [
      TIDE_NAMES[kind],
      ...costs.map((each) => each?.[kind].toFixed(2)),
    ]),
  });
  return tide ? table : `${table}\n–: ${NO_DETECTIONS} on images with reference boxes`;
}

/** An evaluation of an earlier version may lack it with boxes of both sorts. */
function whyNoTide({ groundTruth, predictions }: Shown): string | undefined {
  if (groundTruth > 0 && predictions > 0) return undefined;
  return `TIDE: –, since ${groundTruth === 0 ? NO_REFERENCES : NO_DETECTIONS}`;
}

function formatOthers({ jafroc, calibration = {} }: Shown): string | undefined {
  const { ece, detectionEce } = calibration;
  const rows: (readonly [name: string, value: number | null | undefined, whyUndefined: string])[] = [
    ["JAFROC figure of merit", jafroc, "it takes images with and without reference boxes"],
    ["Calibration error (ECE)", ece, NO_DETECTIONS],
    ["Calibration error with place and size", detectionEce, "no place and size has enough detections"],
  ];
  return formatTable({
    rows: rows.map(([name, value, whyUndefined]) => [name, formatShare(value), isFigure(value) ? "" : whyUndefined]),
  });
}

function formatAverages({ notebookEvaluate = {}, images }: Shown): string {
  if (images === 0) return "Means over images: –, since there are no images";
  return formatTable({
    head: ["Mean over images", "Precision", "Recall", "Mean IoU"],
    rows: Object.entries(notebookEvaluate).map(([setting, { precision, recall, mean_iou: meanIou }]) => [
      describeSetting(setting),
      formatShare(precision),
      formatShare(recall),
      formatShare(meanIou),
    ]),
  });
}

/** "iou0.4_conf0.7" is the key that the reference files use. */
function describeSetting(setting: string): string {
  const groups = /^iou(?<iou>[\d.]+)_conf(?<score>[\d.]+)$/u.exec(setting)?.groups;
  return groups ? `IoU ≥ ${groups["iou"]}, score ≥ ${groups["score"]}` : setting;
}

/** COCO writes −1 for a figure that is not defined. */
function isFigure(value: number | null | undefined): value is number {
  return value !== undefined && value !== null && value >= 0;
}

function formatShare(value: number | null | undefined): string {
  return isFigure(value) ? value.toFixed(4) : "–";
}
