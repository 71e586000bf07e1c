/** @file A sweep as the store keeps it. */
import type { NewSweep } from "../../src-main/data/store/sweeps";
import { SweepId } from "../../src-shared/domain/identifiers";
import { SweepConfig } from "../../src-shared/domain/sweep";
import { buildTraining, buildTrainingConfig } from "./build-training";

export const SWEEP_ID = SweepId.parse("sweep-1");

/** A grid of two learning rates, unless told. */
export function buildSweepConfig(change: Partial<SweepConfig> = {}): SweepConfig {
  const { name: _name, ...base } = buildTrainingConfig();
  return SweepConfig.parse({ name: "rates", base, search: { kind: "grid", learningRates: [0.001, 0.01] }, ...change });
}

export function buildSweep(change: Partial<NewSweep> = {}): NewSweep {
  const { id: _id, config: _config, ...shared } = buildTraining();
  return {
    ...shared,
    id: SWEEP_ID,
    config: buildSweepConfig(),
    members: [
      { name: "rates 1", point: { learningRate: 0.001 } },
      { name: "rates 2", point: { learningRate: 0.01, inputSizePx: 320 } },
    ],
    ...change,
  };
}
