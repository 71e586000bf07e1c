/** @file What an error is ordered by, in words, where its row does not say it anyway. */
import type { DetectionError } from "../../../src-shared/matching/rank-errors";
import { UNDEFINED_FIGURE } from "../../components/readable";
import { apLossOf } from "../../stores/error-ap-loss";
import type { ErrorChoice } from "../../stores/error-browser-store";
import { nearestBoxOf } from "../../stores/nearest-box";
import { detectionBox, referenceBox, type RunAnalysis } from "../../stores/run-analysis";
import { describeBoxSize } from "./describe-box-size";

type Order = Pick<ErrorChoice, "segment" | "falsePositiveOrder" | "missOrder">;

export interface OrderFact {
  readonly text: string;
  /** For where there is room for a few letters. */
  readonly brief: string;
}

export function describeOrderFact(analysis: RunAnalysis, error: DetectionError, choice: Order): OrderFact | undefined {
  const order = error.kind === "miss" ? choice.missOrder : choice.falsePositiveOrder;
  switch (order) {
    case "nearest":
    case "farthest":
      return describeDistance(analysis, error);
    case "ap-loss":
      return describeLoss(apLossOf(analysis, error));
    case "largest":
    case "smallest":
      return plain(describeSize(analysis, error));
    case "score":
    case "least-score":
    case "kind":
    case "best-iou":
    case "least-iou":
      return undefined;
  }
}

function plain(text: string): OrderFact {
  return { text, brief: text };
}

/** In points of AP, of which there are a hundred, as the cost of each kind of error is told. */
function describeLoss(loss: number): OrderFact {
  const points = 100 * loss;
  const brief = points > 0 && points < 0.01 ? "< 0.01" : points.toFixed(2);
  return { text: `${brief} points of AP`, brief: `${brief} AP` };
}

function describeDistance(analysis: RunAnalysis, error: DetectionError): OrderFact {
  const nearest = nearestBoxOf(analysis, error);
  if (!nearest) {
    return { text: error.kind === "miss" ? "no detection here" : "no reference here", brief: UNDEFINED_FIGURE };
  }
  const { distanceMm, distancePx } = nearest;
  const brief = distanceMm === undefined ? `${Math.round(distancePx)} px` : `${Math.round(distanceMm)} mm`;
  return { text: `${brief} away`, brief };
}

function describeSize({ table }: RunAnalysis, error: DetectionError): string {
  const box = error.kind === "miss" ? referenceBox(table, error.reference) : detectionBox(table, error.detection);
  return describeBoxSize(box, table.head.images[error.image]!).size;
}
