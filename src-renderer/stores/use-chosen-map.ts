/** @file The heat map that is asked for, wherever it stands: being made, refused, or there with its values. */
import { skipToken, useQuery } from "@tanstack/react-query";
import type { Explanation, ExplanationTarget, MapMethod } from "../../src-shared/domain/explanation";
import type { ExplanationId, InstanceId, RunId } from "../../src-shared/domain/identifiers";
import { unreachable } from "../../src-shared/domain/unreachable";
import { useActiveRun } from "./active-run-store";
import { chosenLayer } from "./chosen-layer";
import { explainedFinding } from "./explained-finding";
import { useExplanation } from "./explanation-store";
import { describeMap } from "./map-words";
import { queries } from "./queries";
import { useSelection } from "./selection-store";
import { useRunAnalysis } from "./use-run-analysis";
import { useSettled } from "./use-settled";

export type ChosenMap =
  | { readonly state: "off" }
  /** There is nothing to explain, in one sentence; `unscored` as in `Explained`. */
  | { readonly state: "nothing"; readonly reason: string; readonly unscored?: string }
  /** `words` name the map: "layer3, Grad-CAM, this Pneumonia box". */
  | { readonly state: "computing"; readonly words: string }
  | { readonly state: "failed"; readonly words: string; readonly error: unknown }
  | {
      readonly state: "ready";
      readonly words: string;
      readonly explanation: Explanation;
      /** [rows, columns] from 0 to 1, over the whole image. */
      readonly values: Float32Array;
    };

export function useChosenMap(): ChosenMap {
  const asked = useAskedMap();
  const { explanation, error, isAbsent } = useAnswer(asked.state === "asked" ? asked : undefined);
  const values = useMapValues(explanation);
  if (asked.state !== "asked") return asked;
  const { words } = asked;
  if (isAbsent) return { state: "nothing", reason: "No D-RISE map of this is kept yet; “Look with D-RISE” makes one." };
  const failure = error ?? values.error;
  if (failure) return { state: "failed", words, error: failure };
  if (!explanation || !values.data) return { state: "computing", words };
  return { state: "ready", words, explanation, values: values.data };
}

/** Where maps can be made in the model of the run at hand. Asked for only while maps are on, or where a panel lists them:
 * the model's file is opened for it. */
export function useMapLayers(isAsked: boolean) {
  const runId = useActiveRun((state) => state.runId);
  // A query needs a key even where nothing is to be asked.
  const query = queries.mapLayers(runId ?? ("" as RunId));
  return useQuery({ ...query, queryFn: runId && isAsked ? query.queryFn! : skipToken });
}

/** A held arrow key turns some thirty cases a second; a map begun for one of them would keep the model busy. */
const SETTLED_MS = 150;

interface Asked {
  readonly state: "asked";
  readonly runId: RunId;
  readonly instanceId: InstanceId;
  readonly target: ExplanationTarget;
  readonly method: MapMethod;
  readonly layer: string;
  readonly words: string;
}

function useAskedMap(): Asked | Exclude<ChosenMap, { state: "ready" }> {
  const { isOn, layer: choice, method, target } = useExplanation();
  const runId = useActiveRun((state) => state.runId);
  const { instanceId, findingId } = useSelection();
  const isSettled = useSettled(`${instanceId} ${findingId}`, SETTLED_MS) !== undefined;
  const analysis = useRunAnalysis();
  const { data: layers, error } = useMapLayers(isOn);
  if (!isOn || !instanceId) return { state: "off" };
  if (!runId) return { state: "nothing", reason: "No run is open: a heat map explains what a run's model drew." };
  // A kept map can be shown though its model's file is gone: it says by itself at which layer it was made.
  const kept = error && choice.kind === "named" ? choice : undefined;
  if (error && !kept) return { state: "failed", words: "", error };
  if (!analysis || !(layers || kept)) return { state: "computing", words: "" };
  const layer = layers ? chosenLayer(layers, choice) : kept;
  if (!layer) return { state: "nothing", reason: "The model of this run has no layer that a heat map can be made at." };
  const explained = explainedFinding(analysis, { instanceId, findingId, target });
  if (explained.state === "nothing") return explained;
  const words = describeMap(method, { layer: layer.name, explained: explained.words });
  if (!isSettled) return { state: "computing", words };
  return { state: "asked", runId, instanceId, target: explained.target, method, layer: layer.name, words };
}

interface Answer {
  readonly explanation: Explanation | undefined;
  readonly error: unknown;
  /** Nothing is on its way either. */
  readonly isAbsent: boolean;
}

/** D-RISE takes minutes, so its maps come from those that are kept alone. */
function useAnswer(asked: Asked | undefined): Answer {
  const made = useMadeMap(asked);
  const keptMaps = useKeptMaps(asked);
  if (asked?.method === "d-rise") {
    const explanation = keptMaps.data?.find(
      (kept) => kept.method === "d-rise" && isSameTarget(kept.target, asked.target),
    );
    return { explanation, error: keptMaps.error, isAbsent: keptMaps.isSuccess && !explanation };
  }
  // The list knows what has been measured since the map was made, and of a map that was made anew for it.
  const newest = keptMaps.data?.find(({ id, createdAt }) => id === made.data?.id && createdAt >= made.data.createdAt);
  return { explanation: newest ?? made.data, error: made.error, isAbsent: false };
}

function useMadeMap(asked: Asked | undefined) {
  const { runId, instanceId, target, method, layer } = asked ?? NOT_ASKED;
  const isMade = asked !== undefined && method !== "d-rise";
  const query = queries.explanation({ runId, instanceId, target, layer, method: isMade ? method : "grad-cam" });
  return useQuery({ ...query, queryFn: isMade ? query.queryFn! : skipToken });
}

function useKeptMaps(asked: Asked | undefined) {
  const { runId, instanceId } = asked ?? NOT_ASKED;
  const query = queries.explanationsOfImage(runId, instanceId);
  return useQuery({ ...query, queryFn: asked ? query.queryFn! : skipToken });
}

function useMapValues(explanation: Explanation | undefined) {
  const query = queries.mapValues(explanation ?? NO_MAP);
  return useQuery({
    ...query,
    queryFn: explanation ? query.queryFn! : skipToken,
    // What is measured of a map writes it anew: the same values, that need not vanish until they have come again.
    placeholderData: (values, before) => (before?.queryKey[1] === explanation?.id ? values : undefined),
  });
}

// A query needs a key even where nothing is to be asked.
const NOT_ASKED = {
  runId: "" as RunId,
  instanceId: "" as InstanceId,
  target: { kind: "label", label: "" },
  method: "grad-cam" as MapMethod,
  layer: "",
} as const;
const NO_MAP = { id: "" as ExplanationId, createdAt: "", rows: 0, columns: 0 };

export function isSameTarget(a: ExplanationTarget, b: ExplanationTarget): boolean {
  switch (a.kind) {
    case "label":
      return b.kind === "label" && a.label === b.label;
    case "detection":
      return b.kind === "detection" && a.detectionId === b.detectionId;
    case "miss":
      return b.kind === "miss" && a.annotationId === b.annotationId;
    case "strongest":
      return b.kind === "strongest" && a.label === b.label;
    default:
      return unreachable(a);
  }
}
