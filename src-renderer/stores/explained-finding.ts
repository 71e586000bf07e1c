/** @file Which score a heat map is made for, from what is chosen on the image. */
import type { ExplanationTarget } from "../../src-shared/domain/explanation";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import { BELOW_THRESHOLD, UNMATCHED } from "../../src-shared/matching/match-run";
import type { MapTarget } from "./explanation-store";
import { type ImageRows, type RunAnalysis, rowsByInstance } from "./run-analysis";

export type Explained =
  | {
      readonly state: "found";
      readonly target: ExplanationTarget;
      /** "this Pneumonia box": what the map is of. */
      readonly words: string;
    }
  | {
      readonly state: "nothing";
      /** A sentence for the reader. */
      readonly reason: string;
      /** The label that has no box here, so that what came nearest to one can be offered. */
      readonly unscored?: string;
    };

export interface Chosen {
  readonly instanceId: InstanceId;
  readonly findingId: string | undefined;
  readonly target: MapTarget;
}

/** A chosen detection, or the one that found the chosen reference box; else the missed box; else, as when the label is
 * asked for, all detections of a label together; where there are none, what came nearest to one, but only if asked. */
export function explainedFinding(analysis: RunAnalysis, { instanceId, findingId, target }: Chosen): Explained {
  const rows = rowsByInstance(analysis.table).get(instanceId);
  if (!rows) return { state: "nothing", reason: "The run has not covered this image, so there is nothing to explain." };
  const finding = findingId === undefined ? undefined : findRow(analysis, rows, findingId);
  if (target === "label" || !finding) {
    const label = labelOf(analysis, rows, finding);
    return target === "strongest" && label !== undefined && rowsOfLabel(analysis, rows, label).length === 0
      ? { state: "found", target: { kind: "strongest", label }, words: `the strongest ${label} candidate, not drawn` }
      : explainedLabel(analysis, rows, label);
  }
  const { head } = analysis.table;
  if (finding.kind === "detection") {
    const detectionId = head.detectionIds[finding.row]!;
    const label = head.labels[head.detectionLabels[finding.row]!]!;
    return { state: "found", target: { kind: "detection", detectionId }, words: `this ${label} box` };
  }
  const annotationId = head.referenceIds[finding.row]!;
  const label = head.labels[head.referenceLabels[finding.row]!]!;
  return { state: "found", target: { kind: "miss", annotationId }, words: `the missed ${label} box` };
}

interface FindingRow {
  readonly kind: "detection" | "miss";
  readonly row: number;
}

function findRow({ table: { head }, matches }: RunAnalysis, rows: ImageRows, id: string): FindingRow | undefined {
  const detection = (head.detectionIds as readonly string[]).indexOf(id, rows.firstDetection);
  if (detection >= 0 && detection < rows.endDetection) return { kind: "detection", row: detection };
  const reference = (head.referenceIds as readonly string[]).indexOf(id, rows.firstReference);
  if (reference < 0 || reference >= rows.endReference) return undefined;
  const finder = matches.detectionOf[reference]!;
  return finder === UNMATCHED ? { kind: "miss", row: reference } : { kind: "detection", row: finder };
}

/** That of the chosen finding; else of the image's strongest detection, its first reference, or the run's first. A label
 * that the run never draws is the data set's own, and the last resort. */
function labelOf({ table: { head } }: RunAnalysis, rows: ImageRows, finding: FindingRow | undefined) {
  const { detectionLabels, referenceLabels, labels } = head;
  if (finding) return labels[(finding.kind === "detection" ? detectionLabels : referenceLabels)[finding.row]!];
  if (rows.endDetection > rows.firstDetection) return labels[detectionLabels[rows.firstDetection]!];
  const ofReference = rows.endReference > rows.firstReference ? referenceLabels[rows.firstReference] : undefined;
  if (ofReference !== undefined && detectionLabels.includes(ofReference)) return labels[ofReference];
  return labels[detectionLabels[0] ?? ofReference ?? 0];
}

function explainedLabel(analysis: RunAnalysis, rows: ImageRows, label: string | undefined): Explained {
  if (label === undefined)
    return { state: "nothing", reason: "The run drew no box at all, so there is no score to explain." };
  const ofLabel = rowsOfLabel(analysis, rows, label);
  if (ofLabel.length === 0) {
    const reason = `The run has no ${label} box on this image above the model’s floor, so there is no score to explain.`;
    return { state: "nothing", reason, unscored: label };
  }
  // The reader sees none of the boxes that are explained.
  const areAllHidden = ofLabel.every((row) => analysis.matches.referenceOf[row] === BELOW_THRESHOLD);
  const hidden = areAllHidden ? ", all below the threshold" : "";
  return { state: "found", target: { kind: "label", label }, words: `sum of ${label} scores${hidden}` };
}

/** Of the image's detections, whatever the threshold. */
function rowsOfLabel({ table: { head } }: RunAnalysis, rows: ImageRows, label: string): readonly number[] {
  const found = head.detectionLabels.slice(rows.firstDetection, rows.endDetection);
  return found.flatMap((number, index) => (head.labels[number] === label ? rows.firstDetection + index : []));
}
