/** @file The heat map that lies over the image on screen, once it is there and belongs to it. */
import { useMemo } from "react";
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import { useExplanation } from "../../stores/explanation-store";
import type { ChosenMap } from "../../stores/use-chosen-map";
import type { ViewerHeatMap } from "../../viewer/viewer-image";

/** Undefined for an empty map as well: its one colour all over would be taken for a finding, or for a fault. */
export function useViewerHeatMap(chosen: ChosenMap, instanceId: InstanceId | undefined): ViewerHeatMap | undefined {
  const { colours, opacity, threshold } = useExplanation();
  const ready = chosen.state === "ready" ? chosen : undefined;
  const explanation = ready?.explanation;
  const values = ready?.values;
  // While the next image is on its way, the one before still stands on the screen.
  const isOfImage = explanation?.instanceId === instanceId;
  return useMemo(() => {
    if (!explanation || !values || !isOfImage || explanation.isEmpty) return undefined;
    const { rows, columns } = explanation;
    return { map: { rows, columns, values }, appearance: { colours, opacity, threshold } };
  }, [explanation, values, isOfImage, colours, opacity, threshold]);
}
