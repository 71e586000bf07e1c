/** @file The twelve figures of COCO's detection evaluation, and its precision-recall curve at IoU 0.5. */
import type { CocoFigures } from "../../../src-shared/domain/evaluation";
import { accumulateCoco, type CocoCurve } from "./accumulate-coco";
import type { EvaluationImage } from "./evaluation-input";
import {
  COCO_DETECTIONS_MAX,
  COCO_IOU_THRESHOLDS,
  cocoImage,
  matchAsCoco,
  type AreaRange,
  type CocoImage,
  type CocoMatches,
} from "./match-as-coco";

export interface CocoEvaluation {
  readonly figures: CocoFigures;
  /** Precision at 101 recalls from 0 to 1, the mean over classes; undefined without references. */
  readonly precision50: readonly number[] | undefined;
}

const AREA_RANGES = {
  all: { from: 0, to: 1e10 },
  small: { from: 0, to: 32 ** 2 },
  medium: { from: 32 ** 2, to: 96 ** 2 },
  large: { from: 96 ** 2, to: 1e10 },
} as const;

/** Means over the classes that have references. Scores tie in the order of the images and of their detections.
 * @see Lin et al., Microsoft COCO, arXiv:1405.0312; pycocotools, cocoeval.py */
export function cocoFigures(images: readonly EvaluationImage[]): CocoEvaluation {
  const classes = splitByClass(images);
  const matches = matchClasses(classes, AREA_RANGES.all);
  const all = curvesOf(matches);
  const small = curvesOf(matchClasses(classes, AREA_RANGES.small));
  const medium = curvesOf(matchClasses(classes, AREA_RANGES.medium));
  const large = curvesOf(matchClasses(classes, AREA_RANGES.large));
  const figures = {
    AP: averagePrecision(all),
    AP50: averagePrecision(all, 0.5),
    AP75: averagePrecision(all, 0.75),
    APsmall: averagePrecision(small),
    APmedium: averagePrecision(medium),
    APlarge: averagePrecision(large),
    AR1: averageRecall(curvesOf(matches, 1)),
    AR10: averageRecall(curvesOf(matches, 10)),
    AR100: averageRecall(all),
    ARsmall: averageRecall(small),
    ARmedium: averageRecall(medium),
    ARlarge: averageRecall(large),
  };
  return { figures: withoutUndefined(figures), precision50: meanPrecision50(all) };
}

function splitByClass(images: readonly EvaluationImage[]): readonly (readonly CocoImage[])[] {
  const labels = new Set(images.flatMap(({ references }) => references.map(({ label }) => label)));
  return [...labels].map((label) =>
    images.map(({ references, detections }) =>
      cocoImage(
        references.filter((reference) => reference.label === label).map(({ box }) => box),
        detections.filter((detection) => detection.label === label),
      ),
    ),
  );
}

/** The images of each class. */
type ClassMatches = readonly (readonly CocoMatches[])[];

function matchClasses(classes: readonly (readonly CocoImage[])[], range: AreaRange): ClassMatches {
  return classes.map((images) => images.map((image) => matchAsCoco(image, range)));
}

/** For each class that has references of such areas, a curve for each IoU threshold. */
function curvesOf(classes: ClassMatches, detectionsMax = COCO_DETECTIONS_MAX): readonly (readonly CocoCurve[])[] {
  return classes.flatMap((images) => {
    const curves = accumulateCoco(images, detectionsMax);
    return curves ? [curves] : [];
  });
}

/** Over all IoU thresholds, or at one. */
function averagePrecision(classes: readonly (readonly CocoCurve[])[], iouThreshold?: number): number | undefined {
  const curves = classes.flatMap((thresholds) =>
    thresholds.filter((_, index) => iouThreshold === undefined || COCO_IOU_THRESHOLDS[index] === iouThreshold),
  );
  return mean(curves.flatMap(({ precision }) => precision));
}

function averageRecall(classes: readonly (readonly CocoCurve[])[]): number | undefined {
  return mean(classes.flat().map(({ recall }) => recall));
}

function meanPrecision50(classes: readonly (readonly CocoCurve[])[]): readonly number[] | undefined {
  const curves = classes.map(([at50]) => at50!.precision);
  return curves[0]?.map((_, point) => mean(curves.map((precision) => precision[point]!))!);
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function withoutUndefined(figures: Readonly<Record<keyof CocoFigures, number | undefined>>): CocoFigures {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined));
}
