/** @file Judges weights on the validation images: detected as a run would, and measured by the same code. */
import type { RunTable } from "../../../src-shared/contract/run-table";
import type { CocoFigures } from "../../../src-shared/domain/evaluation";
import { Failure } from "../../../src-shared/domain/failure";
import { AnnotationId, DetectionId } from "../../../src-shared/domain/identifiers";
import type { ModelCard, ModelInput } from "../../../src-shared/domain/model";
import type { DecodedDetection } from "../../detection/boxes/decode-detections";
import { cocoFigures } from "../../detection/evaluation/coco-figures";
import { tabulateRun } from "../../detection/evaluation/tabulate-run";
import type { DetectorContext, DetectorSource } from "../detectors/detector";
import { openDetector } from "../detectors/open-detector";
import { detectOnImage } from "../detect-on-image";
import { overlapped } from "../overlapped";
import { prepareImage } from "../prepare-image";
import type { LabelledInstance } from "./training-set";

/** Images that are read and decoded while the one before them is in the network. */
const IMAGES_AHEAD = 3;

export interface Judgement {
  readonly figures: CocoFigures;
  /** With the reference boxes. */
  readonly table: RunTable;
}

/** `look` is called after each image and may end the judging by throwing.
 * @throws {Failure} `unsupported` that names an image which cannot be read or detected on: figures over other images
 * than those of the epochs before would say nothing of the weights. */
export async function judgeWeights(
  source: DetectorSource,
  { images, look }: { readonly images: readonly LabelledInstance[]; readonly look: () => Promise<void> },
  context: DetectorContext,
): Promise<Judgement> {
  const detector = await openDetector(source, context);
  try {
    const judged: JudgedImage[] = [];
    const prepare = async (labelled: LabelledInstance) => ({
      labelled,
      image: await prepareImage(labelled.instance, source.card.input, context.log),
    });
    for await (const { labelled, image } of overlapped(images, prepare, IMAGES_AHEAD)) {
      const { detections, failure } = await detectOnImage(image, detector, context.log);
      if (failure !== undefined) throw unjudged(labelled, failure);
      judged.push({ labelled, detections });
      await look();
    }
    const table = tableOf(judged, source.card);
    return { figures: cocoFigures(tabulateRun(table, frameOf(source.card.input))).figures, table };
  } finally {
    await detector.release();
  }
}

function unjudged({ name }: LabelledInstance, failure: string): Failure {
  const sentence = `The validation image ${name} could not be judged: ${failure} The training can go on when that is mended.`;
  return new Failure("unsupported", sentence);
}

/** What box areas are measured in: the model's input where it has one size. */
export function frameOf({ widthPx, heightPx }: ModelInput): Frame {
  return widthPx !== undefined && heightPx !== undefined ? { widthPx, heightPx } : undefined;
}

type Frame = { readonly widthPx: number; readonly heightPx: number } | undefined;

interface JudgedImage {
  readonly labelled: LabelledInstance;
  readonly detections: readonly DecodedDetection[];
}

function tableOf(judged: readonly JudgedImage[], { labels: names }: ModelCard): RunTable {
  const rows = judged.map(({ labelled, detections }) => ({
    labelled,
    detections: detections.toSorted((a, b) => b.score - a.score),
  }));
  const detections = rows.flatMap((row) => row.detections);
  const references = rows.flatMap((row) => [...row.labelled.labels].map((number) => names[String(number)]!));
  const labels = [...new Set([...references, ...detections.map(({ label }) => label)])];
  return {
    head: {
      labels,
      images: rows.map((row) => describeImage(row.labelled, row.detections.length)),
      detectionIds: detections.map((_, index) => DetectionId.parse(String(index))),
      detectionLabels: detections.map(({ label }) => labels.indexOf(label)),
      referenceIds: references.map((_, index) => AnnotationId.parse(String(index))),
      referenceLabels: references.map((label) => labels.indexOf(label)),
    },
    detections: Float32Array.from(detections.flatMap(({ box: { x1, y1, x2, y2 }, score }) => [x1, y1, x2, y2, score])),
    references: Float32Array.from(rows.flatMap((row) => [...row.labelled.boxes])),
  };
}

function describeImage({ instance, patientId, labels }: LabelledInstance, detections: number) {
  const { rows, columns } = instance.pixels;
  return { instanceId: instance.id, patientId, rows, columns, detections, references: labels.length };
}
