/** @file A heat map's description as the store keeps it. */
import { explanationIdOf } from "../../src-main/data/store/explanations";
import type { Explanation } from "../../src-shared/domain/explanation";
import { DetectionId, InstanceId } from "../../src-shared/domain/identifiers";
import { RUN_ID } from "./build-store";

/** Of the first detection on the first image of `buildFilledStore`. */
export function buildExplanation(change: Partial<Omit<Explanation, "id">> = {}): Explanation {
  const described = {
    runId: RUN_ID,
    instanceId: InstanceId.parse("2.25.3.0"),
    target: { kind: "detection", detectionId: DetectionId.parse("1-0") },
    method: "grad-cam",
    layer: "layer3",
    createdAt: "2026-11-23T06:00:00.000Z",
    provider: "cpu",
    seconds: 0.5,
    rows: 4,
    columns: 6,
    score: 0.8,
    box: { x1: 1, y1: 2, x2: 3, y2: 4 },
    isEmpty: false,
    measures: { energyInBox: 0.4, boxShare: 0.1, pointsAtBox: true },
    ...change,
  } as const;
  return { ...described, id: explanationIdOf(described) };
}
