/** @file How the groups of a run's heat maps are named and drawn. */
import type { MapOutcome } from "../../../src-shared/figures/map-figures";

export const OUTCOME_WORDS = {
  "true-positive": { name: "Right boxes", tone: "right" },
  "false-positive": { name: "Wrong boxes", tone: "wrong" },
  miss: { name: "Misses", tone: "missed" },
} as const satisfies Record<MapOutcome, { readonly name: string; readonly tone: "right" | "wrong" | "missed" }>;
