/** @file The boxes over an image: references and the detections that reach the threshold, each judged. */
import type { StudyDetail } from "../../../src-shared/contract/studies";
import { BELOW_THRESHOLD } from "../../../src-shared/matching/match-run";
import {
  detectionBox,
  detectionScore,
  type ImageRows,
  type RunAnalysis,
  rowsByInstance,
} from "../../stores/run-analysis";
import type { OverlayFinding, OverlayLayer } from "../../viewer/viewer-image";

/** Without a run, or where it has not covered the image, nothing is judged. */
export function overlayLayers(detail: StudyDetail, analysis: RunAnalysis | undefined): readonly OverlayLayer[] {
  const rows = analysis && rowsByInstance(analysis.table).get(detail.instance.id);
  return [
    { kind: "reference", findings: referenceFindings(detail, analysis, rows) },
    { kind: "detections", findings: analysis && rows ? detectionFindings(analysis, rows) : [] },
  ];
}

function referenceFindings(
  detail: StudyDetail,
  analysis: RunAnalysis | undefined,
  rows: ImageRows | undefined,
): readonly OverlayFinding[] {
  const found = new Map<string, boolean>();
  if (analysis && rows) {
    for (let row = rows.firstReference; row < rows.endReference; row++)
      found.set(analysis.table.head.referenceIds[row]!, analysis.matches.detectionOf[row]! >= 0);
  }
  return detail.annotations.map(({ id, box, label }) => ({ id, box, label, status: statusOf(found.get(id)) }));
}

function statusOf(isFound: boolean | undefined): OverlayFinding["status"] {
  if (isFound === undefined) return "unjudged";
  return isFound ? "matched" : "unmatched";
}

function detectionFindings({ table, matches }: RunAnalysis, rows: ImageRows): readonly OverlayFinding[] {
  const { detectionIds, detectionLabels, labels } = table.head;
  const findings: OverlayFinding[] = [];
  for (let row = rows.firstDetection; row < rows.endDetection; row++) {
    const reference = matches.referenceOf[row]!;
    if (reference === BELOW_THRESHOLD) continue;
    findings.push({
      id: detectionIds[row]!,
      box: detectionBox(table, row),
      score: detectionScore(table, row),
      label: labels[detectionLabels[row]!]!,
      status: reference >= 0 ? "matched" : "unmatched",
    });
  }
  return findings;
}
