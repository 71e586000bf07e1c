/** @file Queues the trial of a model on every device that works on this machine, one job a device and precision. */
import { resolve } from "node:path";
import {
  EXECUTION_PROVIDER_NAMES,
  type DeviceTrial,
  type ExecutionProvider,
  type Precision,
} from "../../../src-shared/domain/device";
import type { JobId } from "../../../src-shared/domain/identifiers";
import type { StoredModel } from "../../data/store/models";
import type { OpenProject } from "../projects/open-project";
import type { ServiceContext } from "../service-context";
import { isCheckpoint } from "./is-checkpoint";

interface Trial {
  readonly provider: ExecutionProvider;
  readonly precision: Precision;
}

/** They run one after another, since two at once would spoil each other's times. */
export async function queueBenchmarks(
  { jobs, devices }: Pick<ServiceContext, "jobs" | "devices">,
  project: OpenProject,
  model: StoredModel,
): Promise<{ jobIds: JobId[] }> {
  const jobIds: JobId[] = [];
  const modelFile = resolve(project.folder, model.file);
  for (const { provider, precision } of trialsOf(await devices.trials(), model)) {
    const half = precision === "half" ? ", half precision" : "";
    const jobId = await jobs.start(project, {
      kind: "benchmark-model",
      title: `Benchmark: ${model.name} on ${EXECUTION_PROVIDER_NAMES[provider]}${half}`,
      input: { modelId: model.id, modelFile, card: model.card, provider, precision },
      subject: model.id,
    });
    jobIds.push(jobId);
  }
  return { jobIds };
}

/** The CPU first: it works everywhere, and the others are compared with it. Half precision, which only weights without
 * a graph can have, is measured where a run would go. */
function trialsOf(devices: readonly DeviceTrial[], model: StoredModel): readonly Trial[] {
  const working = devices.filter(({ works }) => works);
  const inOrder = working.toSorted((a, b) => Number(b.provider === "cpu") - Number(a.provider === "cpu"));
  const single = inOrder.map(({ provider }): Trial => ({ provider, precision: "single" }));
  const chosen = working.find(({ isChosen }) => isChosen)?.provider ?? "cpu";
  return isCheckpoint(model) ? [...single, { provider: chosen, precision: "half" }] : single;
}
