/** @file What the jobs about heat maps are told. */
import { z } from "zod";
import { DeviceChoice, ExecutionProvider } from "../../../src-shared/domain/device";
import { ExplanationTarget, MapMethod } from "../../../src-shared/domain/explanation";
import { InstanceId, RunId } from "../../../src-shared/domain/identifiers";

/** Where the run's model lies and is to be opened. */
export const ModelPlace = z.object({
  runId: RunId,
  /** Absolute: the model's file may be named relative to it, and maps are written below it. */
  projectFolder: z.string().min(1),
  device: DeviceChoice,
  /** Providers that "auto" need not try: `DeviceProbe.ruledOut`. */
  ruledOut: z.array(z.object({ provider: ExecutionProvider, reason: z.string() })).optional(),
});
export type ModelPlace = z.infer<typeof ModelPlace>;

/** The methods that look at a layer; D-RISE looks at the answer alone. */
export const LayerMethod = MapMethod.exclude(["d-rise"]);

export const MapRequest = z.object({
  instanceId: InstanceId,
  target: ExplanationTarget,
  method: LayerMethod,
  layer: z.string().min(1),
});
export type MapRequest = z.infer<typeof MapRequest>;
