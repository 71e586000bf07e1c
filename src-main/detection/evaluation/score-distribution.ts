/** @file Which scores the notebook counts as those of right detections, and the histograms of such scores. */
import { linspace } from "../../../src-shared/figures/linspace";
import { overlapOf, scoreOf, type ImageRows, type NotebookTable } from "./notebook-table";
import { QUALITY_IOU } from "./quality-thresholds";

/** Both in the order of the table's detections, [D]. */
export interface JudgedScores {
  readonly scores: Float32Array;
  /** 1 for right, 0 for wrong. */
  readonly verdicts: Uint8Array;
}

/** In falling score each detection is right when the reference that it overlaps most, by more than 0.5, is still
 * free; it never turns to its second best.
 * @see notebook, section 6.2 */
export function judgeScores(table: NotebookTable): JudgedScores {
  const { detectionLabels, referenceLabels } = table.head;
  const scores = Float32Array.from(detectionLabels, (_, detection) => scoreOf(table, detection));
  const verdicts = new Uint8Array(detectionLabels.length);
  const isTaken = new Uint8Array(referenceLabels.length);
  for (const rows of table.images) {
    for (let detection = rows.firstDetection; detection < rows.endDetection; detection++) {
      const best = mostOverlapped(table, rows, detection);
      if (best === undefined || isTaken[best] === 1) continue;
      isTaken[best] = 1;
      verdicts[detection] = 1;
    }
  }
  return { scores, verdicts };
}

/** The first of equals, as torch's `max` answers; undefined where none is overlapped enough. */
function mostOverlapped(table: NotebookTable, rows: ImageRows, detection: number): number | undefined {
  let best: number | undefined;
  let bestIou = QUALITY_IOU;
  for (let reference = rows.firstReference; reference < rows.endReference; reference++) {
    const iou = Math.fround(overlapOf(table, detection, reference));
    if (iou <= bestIou) continue;
    best = reference;
    bestIou = iou;
  }
  return best;
}

/** `numpy.histogram(values, bins, (0, 1))`: each bin holds its lower edge, the last one both. */
export function histogram(values: Iterable<number>, bins: number): readonly number[] {
  const edges = linspace(0, 1, bins + 1);
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    if (value < 0 || value > 1) continue;
    const guess = Math.min(Math.floor(value * bins), bins - 1);
    // The product may round over an edge; the edges themselves decide.
    const low = value < edges[guess]! ? guess - 1 : guess;
    const bin = low < bins - 1 && value >= edges[low + 1]! ? low + 1 : low;
    counts[bin] = counts[bin]! + 1;
  }
  return counts;
}
