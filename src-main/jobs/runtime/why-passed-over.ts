/** @file The rule by which "auto" takes a provider or goes on to the next of the order. */
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import type { ProviderTrial } from "./try-provider";

/** An accelerator must have worked and have been faster than the CPU with the trial network. Speed, not the adapter's
 * name, tells a real graphics card from a software renderer (SwiftShader, llvmpipe, WARP): names change, and a slow
 * card is no gain either. */
export function whyPassedOver(
  provider: ExecutionProvider,
  trial: ProviderTrial,
  cpuTrial: ProviderTrial,
): string | undefined {
  if (!trial.works) return trial.reason;
  if (provider === "tensorrt") return "It is used only where it is asked for.";
  if (provider === "cpu" || !cpuTrial.works || trial.trialMs < cpuTrial.trialMs) return undefined;
  const times = `${trial.trialMs.toFixed(1)} ms where the CPU takes ${cpuTrial.trialMs.toFixed(1)} ms`;
  return `It works but is slower than the CPU: the trial network takes ${times}.`;
}
