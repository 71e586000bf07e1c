/** @file What the charts of the evaluation page draw from: the run's table with its name, and thresholds that may lag. */
import { useDeferredValue } from "react";
import type { RunTable } from "../../../src-shared/contract/run-table";
import type { Evaluation } from "../../../src-shared/domain/evaluation";
import type { Frame } from "../../../src-shared/figures/case-table";
import { useThresholds } from "../../stores/thresholds-store";

export interface ChartSource {
  readonly table: RunTable;
  /** Names the files that charts are saved as. */
  readonly runName: string;
  /** What the model stretches images to, where it has one size: sizes of boxes are told in it. */
  readonly frame: Frame | undefined;
  /** The newest stored figures; undefined while there are none. */
  readonly evaluation: Evaluation | undefined;
}

/** Curves are drawn anew for each IoU threshold, a moment behind the hand. */
export function useCurveIou(): number {
  return useDeferredValue(useThresholds((state) => state.iouThreshold));
}
