/** @file A run as large as one wishes, the same at every call: positives, several boxes an image, scores that tie. */
import { MersenneTwister } from "../../src-main/numerics/random/mersenne-twister";
import type { RunTable } from "../../src-shared/contract/run-table";
import type { AnnotationId, DetectionId, InstanceId } from "../../src-shared/domain/identifiers";

/** As in the RSNA challenge's training set about every fourth image has findings. */
const POSITIVE_SHARE = 0.23;
/** Share of the detections on a positive image that lie about a reference. */
const NEAR_SHARE = 0.3;

type Corners = readonly [number, number, number, number];

/** Images are 1024 × 1024 pixels with one label; detections are spread evenly over them. */
export function buildLargeRun({
  images,
  detections,
}: {
  readonly images: number;
  readonly detections: number;
}): RunTable {
  const random = new MersenneTwister(0);
  const drawn: number[] = [];
  const expected: number[] = [];
  const rows = Array.from({ length: images }, (_, image) => {
    const references = Array.from({ length: referencesOn(random) }, () => drawBox(random));
    const count = Math.floor(((image + 1) * detections) / images) - Math.floor((image * detections) / images);
    const scores = Array.from({ length: count }, () => Math.round(random.random() ** 2 * 1e4) / 1e4);
    for (const score of scores.toSorted((a, b) => b - a)) {
      const near = references[random.below(Math.max(references.length, 1))];
      const box = near && random.random() < NEAR_SHARE ? shift(near, random) : drawBox(random);
      drawn.push(...box, score);
    }
    expected.push(...references.flat());
    return { detections: count, references: references.length };
  });
  return tableOf(rows, Float32Array.from(drawn), Float32Array.from(expected));
}

function referencesOn(random: MersenneTwister): number {
  return random.random() < POSITIVE_SHARE ? 1 + random.below(3) : 0;
}

function drawBox(random: MersenneTwister): Corners {
  const [widthPx, heightPx] = [60 + random.below(400), 60 + random.below(500)];
  const [x, y] = [random.below(1024 - widthPx), random.below(1024 - heightPx)];
  return [x, y, x + widthPx, y + heightPx];
}

function shift([x1, y1, x2, y2]: Corners, random: MersenneTwister): Corners {
  const move = (): number => random.below(41) - 20;
  return [x1 + move(), y1 + move(), x2 + move(), y2 + move()];
}

function tableOf(
  images: readonly { readonly detections: number; readonly references: number }[],
  detections: Float32Array,
  references: Float32Array,
): RunTable {
  const [detectionCount, referenceCount] = [detections.length / 5, references.length / 4];
  return {
    head: {
      labels: ["opacity"],
      images: images.map((counts, image) => ({
        instanceId: `instance-${image}` as InstanceId,
        patientId: `patient-${String(image).padStart(5, "0")}-of-a-large-run`,
        rows: 1024,
        columns: 1024,
        ...counts,
      })),
      detectionIds: Array.from({ length: detectionCount }, (_, row) => `detection-${row}` as DetectionId),
      detectionLabels: Array.from({ length: detectionCount }, () => 0),
      referenceIds: Array.from({ length: referenceCount }, (_, row) => `reference-${row}` as AnnotationId),
      referenceLabels: Array.from({ length: referenceCount }, () => 0),
    },
    detections,
    references,
  };
}
