/** @file Counts and shares at the thresholds of the moment. */
import type { JSX } from "react";
import { Figure } from "../components/Figure";
import { readableCount, readableShare, UNDEFINED_FIGURE } from "../components/readable";
import { useRunAnalysis } from "../stores/use-run-analysis";

const NO_RUN = "No run is chosen.";

export function LiveCounts(): JSX.Element {
  const counts = useRunAnalysis()?.matches.counts;
  return (
    <div className="top-bar__counts" role="group" aria-label="Counts at these thresholds">
      <Figure
        name="True pos."
        tone="found"
        value={readableOr(counts?.truePositives)}
        definition="True positives: detections that found a reference box."
        whyUndefined={NO_RUN}
        testId="count-true-positives"
      />
      <Figure
        name="False pos."
        tone="false"
        value={readableOr(counts?.falsePositives)}
        definition="False positives: detections that found no reference box."
        whyUndefined={NO_RUN}
        testId="count-false-positives"
      />
      <Figure
        name="Misses"
        tone="missed"
        value={readableOr(counts?.misses)}
        definition="Reference boxes that no detection found."
        whyUndefined={NO_RUN}
        testId="count-misses"
      />
      <Figure
        name="Precision"
        value={readableShare(counts?.precision)}
        definition="True positives among all detections shown."
        whyUndefined={counts ? "No detection reaches the score threshold." : NO_RUN}
        testId="count-precision"
      />
      <Figure
        name="Recall"
        value={readableShare(counts?.recall)}
        definition="Reference boxes found among all reference boxes."
        whyUndefined={counts ? "The run covers no reference boxes." : NO_RUN}
        testId="count-recall"
      />
    </div>
  );
}

function readableOr(count: number | undefined): string {
  return count === undefined ? UNDEFINED_FIGURE : readableCount(count);
}
