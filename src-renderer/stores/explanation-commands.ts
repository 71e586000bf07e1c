/** @file Turns heat maps on and off, for keys, buttons and the palette alike. */
import type { Explanation } from "../../src-shared/domain/explanation";
import { useActiveRun } from "./active-run-store";
import { chosenLayer } from "./chosen-layer";
import { explainedBoxId } from "./explained-box";
import { useExplanation } from "./explanation-store";
import { queries } from "./queries";
import { queryClient } from "./query-client";
import { useSelection } from "./selection-store";

/** The map at one of the layers that the model suggests, 0 to 3; where it is on already, off again. */
export function toggleMapAtPlace(place: number): void {
  const { isOn, showLayer, turnOff } = useExplanation.getState();
  if (isOn && isAtPlace(place)) turnOff();
  else showLayer({ kind: "suggested", place });
}

/** Shows a map that is kept, with the box that it explains chosen. */
export function showKeptMap({ target, method, layer, instanceId }: Explanation): void {
  const { isOn, showLayer, setMethod, setTarget, toggle } = useExplanation.getState();
  const { show, chooseFinding } = useSelection.getState();
  if (useSelection.getState().instanceId !== instanceId) show(instanceId);
  if (target.kind !== "label") chooseFinding(explainedBoxId(target));
  setTarget(target.kind === "label" || target.kind === "strongest" ? target.kind : "finding");
  setMethod(method);
  if (method !== "d-rise") showLayer({ kind: "named", name: layer });
  else if (!isOn) toggle();
}

/** The maps of a run are gone: none is shown as if it were there, and what is asked for from now on is made anew. */
export function forgetMaps(): void {
  useExplanation.getState().turnOff();
  queryClient.removeQueries({ queryKey: ["explanation"] });
}

/** A layer that was chosen by its name may be the one that stands at the place. */
function isAtPlace(place: number): boolean {
  const { layer } = useExplanation.getState();
  if (layer.kind === "suggested") return layer.place === place;
  const { runId } = useActiveRun.getState();
  const layers = runId && queryClient.getQueryData(queries.mapLayers(runId).queryKey);
  return layers ? chosenLayer(layers, layer)?.name === layers.suggested[place] : false;
}
