/** @file What somebody waits for: the layers of a run's model, and one heat map. */
import type { DeviceChoice } from "../../../src-shared/domain/device";
import type { Explanation } from "../../../src-shared/domain/explanation";
import type { RunId } from "../../../src-shared/domain/identifiers";
import { removeMapsOfRun } from "../../data/files/map-files";
import type { ExplanationKey } from "../../data/store/explanations";
import { readRun } from "../../data/store/runs";
import { explainImage } from "../../jobs/explain-image";
import type { MapRequest } from "../../jobs/explanations/explanation-request";
import { findKeptMap } from "../../jobs/explanations/kept-map";
import { listLayers, type ListLayersOutput } from "../../jobs/list-layers";
import { ruledOutSoon } from "../models/ruled-out-soon";
import type { OpenProject } from "../projects/open-project";
import type { ServiceContext } from "../service-context";

export type ExplainingContext = Pick<ServiceContext, "pool" | "devices" | "events">;

interface Waiting {
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal | undefined;
}

/** @throws {Failure} where the model cannot be explained */
export async function listLayersOf(
  { pool, devices }: ExplainingContext,
  { folder, store }: OpenProject,
  { runId, signal }: Waiting & { readonly runId: RunId },
): Promise<ListLayersOutput> {
  const input = { runId, projectFolder: folder, device: "auto" as const, ruledOut: await ruledOut(devices, "auto") };
  return pool.run(listLayers, input, { projectFolder: folder, store, ...(signal && { signal }) }).result;
}

/** A map that is kept is answered without a worker.
 * @throws {Failure} in one sentence about the target, the layer, the image or the model */
export async function explainNow(
  { pool, devices, events }: ExplainingContext,
  { folder, store }: OpenProject,
  { signal, device, ...key }: ExplanationKey & MapRequest & Waiting & { readonly device: DeviceChoice },
): Promise<Explanation> {
  const kept = await findKeptMap(store, folder, key);
  if (kept) return kept;
  const input = { ...key, projectFolder: folder, device, ruledOut: await ruledOut(devices, device) };
  const { runId, instanceId } = key;
  try {
    const handle = pool.run(explainImage, input, { projectFolder: folder, store, ...(signal && { signal }) });
    const made = await handle.result;
    events.publish({ kind: "explanations-changed", runId, instanceId });
    return made;
  } finally {
    // The run may have been removed meanwhile, and its folder of maps with it.
    if (!(await readRun(store, runId))) await removeMapsOfRun(folder, runId);
  }
}

async function ruledOut(devices: ServiceContext["devices"], device: DeviceChoice) {
  return [...(await ruledOutSoon(devices, device))];
}
