/** @file Counts and shares at the thresholds of the moment. */
import type { JSX } from "react";
import type { OperatingPoint } from "../../../src-shared/domain/evaluation";
import { Figure } from "../../components/Figure";
import { readableCount, readableShare } from "../../components/readable";

export function OperatingPointGrid({ counts }: { readonly counts: OperatingPoint }): JSX.Element {
  return (
    <div className="evaluation__grid">
      <Figure
        name="True positives"
        tone="found"
        value={readableCount(counts.truePositives)}
        definition="Detections that found a reference box: IoU at or above its threshold, each box found once, most confident first."
      />
      <Figure
        name="False positives"
        tone="false"
        value={readableCount(counts.falsePositives)}
        definition="Detections at or above the score threshold that found no reference box."
      />
      <Figure
        name="Misses"
        tone="missed"
        value={readableCount(counts.misses)}
        definition="Reference boxes that no detection found (false negatives)."
      />
      <Figure
        name="Precision"
        value={readableShare(counts.precision, 3)}
        definition="True positives among all detections shown."
        whyUndefined="No detection reaches the score threshold."
      />
      <Figure
        name="Recall"
        value={readableShare(counts.recall, 3)}
        definition="Reference boxes found among all reference boxes (sensitivity by lesion)."
        whyUndefined="The run covers no reference boxes."
      />
      <Figure
        name="Mean IoU"
        value={readableShare(counts.meanIou, 3)}
        definition="Mean overlap of the true positives with the boxes that they found."
        whyUndefined="No reference box is found."
      />
    </div>
  );
}
