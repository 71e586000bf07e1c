/** @file Puts a run's boxes into the table that figures are computed from. */
import { nameImages } from "../../../src-shared/contract/name-images";
import { DETECTION_STRIDE, REFERENCE_STRIDE, type RunTable } from "../../../src-shared/contract/run-table";
import type { Evaluation } from "../../../src-shared/domain/evaluation";
import type { EvaluationTable } from "./evaluation-table";

/** Boxes are stretched to `frame`, the model's input where it has one size, as the notebook evaluates; without it they
 * stay in pixels of their image. Corners are rounded to float32, as a network that draws in its frame gives them. */
export function tabulateRun({ head, ...boxes }: RunTable, frame?: Evaluation["frame"]): EvaluationTable {
  const names = nameImages(head.images);
  const { labels, detectionLabels, referenceLabels } = head;
  const images = head.images.map(({ patientId, columns, rows, detections, references }, index) => ({
    id: names[index]!,
    patientId,
    widthPx: frame?.widthPx ?? columns,
    heightPx: frame?.heightPx ?? rows,
    detections,
    references,
  }));
  const table = {
    head: { labels, images, detectionLabels, referenceLabels },
    detections: Float64Array.from(boxes.detections),
    references: Float64Array.from(boxes.references),
  };
  if (frame) stretch(head.images, { frame, table });
  return table;
}

function stretch(
  images: RunTable["head"]["images"],
  { frame, table }: { readonly frame: NonNullable<Evaluation["frame"]>; readonly table: EvaluationTable },
): void {
  let detection = 0;
  let reference = 0;
  for (const { rows, columns, detections, references } of images) {
    const scales = { scaleX: frame.widthPx / columns, scaleY: frame.heightPx / rows };
    for (const end = detection + detections; detection < end; detection++) {
      stretchBox(scales, detection * DETECTION_STRIDE, table.detections);
    }
    for (const end = reference + references; reference < end; reference++) {
      stretchBox(scales, reference * REFERENCE_STRIDE, table.references);
    }
  }
}

function stretchBox(
  { scaleX, scaleY }: { readonly scaleX: number; readonly scaleY: number },
  start: number,
  boxes: Float64Array,
): void {
  for (let corner = 0; corner < 4; corner++) {
    boxes[start + corner] = Math.fround(boxes[start + corner]! * (corner % 2 === 0 ? scaleX : scaleY));
  }
}
