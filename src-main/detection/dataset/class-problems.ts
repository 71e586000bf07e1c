/** @file Finds images whose class and whose boxes contradict each other. */
import type { LabelProblem } from "../../../src-shared/domain/overview";
import { cornersOf, type OverviewImage } from "./overview-image";

/** RSNA's detailed classes: only the first one comes with boxes.
 * @see RSNA Pneumonia Detection Challenge 2018, stage_2_detailed_class_info.csv */
const RSNA_POSITIVE_CLASS = "Lung Opacity";
const RSNA_NEGATIVE_CLASSES: ReadonlySet<string> = new Set(["Normal", "No Lung Opacity / Not Normal"]);

/** Classes of other names say nothing about boxes. */
export function classProblems(images: readonly OverviewImage[]): readonly LabelProblem[] {
  return images.flatMap(({ id, className, boxes }): LabelProblem[] => {
    if (className === RSNA_POSITIVE_CLASS && boxes.length === 0) {
      const reason = `The class is “${className}”, and the image has no reference box.`;
      return [{ kind: "positive-without-box", images: [id], boxes: [], reason }];
    }
    if (className === undefined || boxes.length === 0 || !RSNA_NEGATIVE_CLASSES.has(className)) return [];
    const found = boxes.length === 1 ? "a reference box" : `${boxes.length} reference boxes`;
    const reason = `The class is “${className}”, and the image has ${found}.`;
    return [{ kind: "negative-with-box", images: [id], boxes: boxes.map(cornersOf), reason }];
  });
}
