/** @file What stands under the curves in words. */
import type { FrocPoint } from "../../../src-shared/domain/evaluation";
import type { RocPoint } from "../../../src-shared/figures/image-roc";
import { readableShare } from "../../components/readable";

const RATE_NAMES = ["⅛", "¼", "½", "1", "2", "4", "8"] as const;

/** "Sensitivity 0.42 at ⅛, … CPM 0.61" */
export function competitionText(rates: readonly FrocPoint[], cpm: number | undefined): string {
  const parts = rates.map(({ sensitivity }, index) => `${sensitivity.toFixed(2)} at ${RATE_NAMES[index] ?? ""}`);
  return `CPM ${readableShare(cpm, 3)}; sensitivity ${parts.join(", ")}.`;
}

export function specificityText(point: Pick<RocPoint, "truePositiveRate" | "falsePositiveRate">): string {
  const { truePositiveRate, falsePositiveRate } = point;
  return `An image scores as its most confident detection. At the threshold: sensitivity ${truePositiveRate.toFixed(2)}, specificity ${(1 - falsePositiveRate).toFixed(2)}.`;
}
