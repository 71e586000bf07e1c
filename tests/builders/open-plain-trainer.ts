/** @file Opens a checkpoint for training on the CPU, with the settings that most tests and benchmarks leave as they are. */
import type { ModelCard } from "../../src-shared/domain/model";
import { ortSessions } from "../../src-main/jobs/runtime/ort-sessions";
import { openTrainer } from "../../src-main/jobs/trainers/open-trainer";
import type { Trainer, TrainerSettings } from "../../src-main/jobs/trainers/trainer";
import { recordingLog } from "./recording-log";

/** The notebook's optimiser, at all layers. */
export const PLAIN_SETTINGS: TrainerSettings = {
  seed: 0,
  precision: "single",
  optimizer: { kind: "sgd", momentum: 0.9, weightDecay: 5e-4 },
  accumulate: 1,
  trainableBackboneLayers: 5,
  batchNorm: "training",
  scope: "full",
};

/** `file` is absolute; the card is of a checkpoint. */
export function openPlainTrainer(
  model: { readonly file: string; readonly card: ModelCard },
  change: Partial<TrainerSettings> = {},
): Promise<Trainer> {
  const log = recordingLog();
  const source = { ...model, device: "cpu", precision: "single" } as const;
  return openTrainer(source, { ...PLAIN_SETTINGS, ...change }, { sessions: ortSessions({ log }), log });
}
