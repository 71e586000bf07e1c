/** @file What somebody waits for: the layers of a run's model, and one heat map. */
import type { DeviceChoice } from "../../../src-shared/domain/device";
import type { Explanation } from "../../../src-shared/domain/explanation";
import type { RunId } from "../../../src-shared/domain/identifiers";
import type { ExplanationKey } from "../../data/store/explanations";
import { explainImage } from "../../jobs/explain-image";
import type { MapRequest } from "../../jobs/explanations/explanation-request";
import { findKeptMap } from "../../jobs/explanations/kept-map";
import { listLayers, type ListLayersOutput } from "../../jobs/list-layers";
import { ruledOutSoon } from "../models/ruled-out-soon";
import type { OpenProject } from "../projects/open-project";
import { requireRun } from "../run-service";
import type { ServiceContext } from "../service-context";

export type ExplainingContext = Pick<ServiceContext, "pool" | "waited" | "devices" | "events">;

interface Waiting {
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal | undefined;
}

/** @throws {Failure} where the model cannot be explained */
export async function listLayersOf(
  { pool, waited, devices }: ExplainingContext,
  project: OpenProject,
  { runId, signal: given }: Waiting & { readonly runId: RunId },
): Promise<ListLayersOutput> {
  const { folder, store } = project;
  return waited.run({ project, subject: runId, signal: given }, async (signal) => {
    const input = { runId, projectFolder: folder, device: "auto", ruledOut: await ruledOut(devices, "auto") } as const;
    return pool.run(listLayers, input, { projectFolder: folder, store, signal }).result;
  });
}

/** A map that is kept is answered without a worker.
 * @throws {Failure} in one sentence about the target, the layer, the image or the model */
export async function explainNow(
  { pool, waited, devices, events }: ExplainingContext,
  project: OpenProject,
  { signal: given, device, ...key }: ExplanationKey & MapRequest & Waiting & { readonly device: DeviceChoice },
): Promise<Explanation> {
  const { folder, store } = project;
  const { runId, instanceId } = key;
  return waited.run({ project, subject: runId, signal: given }, async (signal) => {
    await requireRun(project, runId);
    const kept = await findKeptMap(store, folder, key);
    if (kept) return kept;
    const input = { ...key, projectFolder: folder, device, ruledOut: await ruledOut(devices, device) };
    const made = await pool.run(explainImage, input, { projectFolder: folder, store, signal }).result;
    events.publish({ kind: "explanations-changed", runId, instanceId });
    return made;
  });
}

async function ruledOut(devices: ServiceContext["devices"], device: DeviceChoice) {
  return [...(await ruledOutSoon(devices, device))];
}
