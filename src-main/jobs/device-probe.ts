/** @file What this machine's execution providers can do, found out in worker processes and remembered. */
import { availableParallelism } from "node:os";
import { EXECUTION_PROVIDERS, type DeviceTrial, type ExecutionProvider } from "../../src-shared/domain/device";
import { failureFrom } from "../../src-shared/domain/failure";
import type { JobPool } from "./pool/job-pool";
import { probeDevice } from "./probe-devices";
import type { PassedOver } from "./runtime/session";
import type { ProviderTrial } from "./runtime/try-provider";
import { whyPassedOver } from "./runtime/why-passed-over";

/** A driver that has not answered by then hangs. */
const PATIENCE_MS = 60_000;

export interface DeviceProbeOptions {
  readonly pool: JobPool;
  readonly patienceMs?: number;
}

export class DeviceProbe {
  private probing: Promise<readonly DeviceTrial[]> | undefined;

  constructor(private readonly options: DeviceProbeOptions) {}

  /** Every provider in the order of trying; from memory unless told to look again. */
  async trials({ isFresh = false } = {}): Promise<readonly DeviceTrial[]> {
    if (isFresh || !this.probing) {
      const probing = this.probe();
      this.probing = probing;
      // A probe that was stopped, because the program closes, is no answer to remember.
      probing.catch(() => {
        if (this.probing === probing) this.probing = undefined;
      });
    }
    return this.probing;
  }

  /** What "auto" passes over before the provider that it chooses: a job that is told so need not try these again,
   * and does not meet a crash that the probe has met. */
  async ruledOut(): Promise<readonly PassedOver[]> {
    const trials = await this.trials();
    const chosen = trials.findIndex(({ isChosen }) => isChosen);
    return trials.slice(0, chosen < 0 ? 0 : chosen).map(({ provider, detail }) => ({ provider, reason: detail }));
  }

  /** One after another, for two at once would spoil each other's times. */
  private async probe(): Promise<readonly DeviceTrial[]> {
    const trials = new Map<ExecutionProvider, ProviderTrial>();
    for (const provider of EXECUTION_PROVIDERS) trials.set(provider, await this.tryOne(provider));
    return describeTrials(trials);
  }

  private async tryOne(provider: ExecutionProvider): Promise<ProviderTrial> {
    const { pool, patienceMs = PATIENCE_MS } = this.options;
    const patience = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    // The clock runs from the start of the trial: it may have waited behind other work.
    const onStart = (): void => {
      timer = setTimeout(() => patience.abort(), patienceMs);
    };
    try {
      return await pool.run(probeDevice, { provider }, { signal: patience.signal, onStart }).result;
    } catch (thrown) {
      const failure = failureFrom(thrown);
      if (patience.signal.aborted) {
        return { works: false, reason: `It did not answer within ${patienceMs / 1000} seconds.` };
      }
      if (failure.code === "cancelled") throw failure;
      return { works: false, reason: failure.message };
    } finally {
      clearTimeout(timer);
    }
  }
}

function describeTrials(trials: ReadonlyMap<ExecutionProvider, ProviderTrial>): readonly DeviceTrial[] {
  const cpu = trials.get("cpu")!;
  let isAnyChosen = false;
  return EXECUTION_PROVIDERS.map((provider) => {
    const trial = trials.get(provider)!;
    const reason = whyPassedOver(provider, trial, cpu);
    const isChosen = !isAnyChosen && reason === undefined;
    isAnyChosen ||= isChosen;
    if (!trial.works) return { provider, works: false, detail: trial.reason, isChosen: false };
    return { provider, works: true, detail: reason ?? describeSuccess(provider), trialMs: trial.trialMs, isChosen };
  });
}

function describeSuccess(provider: ExecutionProvider): string {
  return provider === "cpu"
    ? `It works with ${availableParallelism()} threads.`
    : "It works and is faster than the CPU with the trial network.";
}
