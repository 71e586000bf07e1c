/** @file Lists what a run got wrong, and right, as targets of heat maps, image by image. */
import type { ErrorsToExplain } from "../../../src-shared/contract/explanations";
import type { RunTable } from "../../../src-shared/contract/run-table";
import type { ExplanationTarget } from "../../../src-shared/domain/explanation";
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import { imageOfRows } from "../../../src-shared/figures/image-of-rows";
import { matchRun, type MatchThresholds } from "../../../src-shared/matching/match-run";
import { rankErrors } from "../../../src-shared/matching/rank-errors";
import { rowsInFallingScore } from "../../../src-shared/matching/rows-in-falling-score";

export interface ImageToExplain {
  readonly instanceId: InstanceId;
  readonly targets: readonly ExplanationTarget[];
}

export interface WhichErrors extends MatchThresholds {
  readonly which: ErrorsToExplain;
  /** Of each kind. */
  readonly limit?: number | undefined;
}

/** False positives in falling confidence, then misses from the largest, then true positives in falling confidence. An
 * image stands where its first target stands and brings the others along, since they share a forward pass. */
export function errorsToExplain(table: RunTable, { which, limit, ...rest }: WhichErrors): readonly ImageToExplain[] {
  const matches = matchRun(table, rest);
  const { falsePositives, misses } = rankErrors(table, matches);
  const found = [...rowsInFallingScore(table)].filter((row) => matches.referenceOf[row]! >= 0);
  const { detectionIds, referenceIds } = table.head;
  const imageOfDetection = imageOfRows(table.head.images, "detections");
  const targetOfDetection = (row: number): PlacedTarget => ({
    image: imageOfDetection[row]!,
    target: { kind: "detection", detectionId: detectionIds[row]! },
  });
  return byImage(table, [
    ...(which.falsePositives ? falsePositives : []).slice(0, limit).map((error) => targetOfDetection(error.detection)),
    ...(which.misses ? misses : []).slice(0, limit).map(({ image, reference }): PlacedTarget => {
      return { image, target: { kind: "miss", annotationId: referenceIds[reference]! } };
    }),
    ...(which.truePositives ? found : []).slice(0, limit).map(targetOfDetection),
  ]);
}

interface PlacedTarget {
  /** Index into the table's images. */
  readonly image: number;
  readonly target: ExplanationTarget;
}

function byImage({ head: { images } }: RunTable, placed: readonly PlacedTarget[]): readonly ImageToExplain[] {
  const targetsOf = new Map<number, ExplanationTarget[]>();
  for (const { image, target } of placed) targetsOf.set(image, [...(targetsOf.get(image) ?? []), target]);
  return [...targetsOf].map(([image, targets]) => ({ instanceId: images[image]!.instanceId, targets }));
}
