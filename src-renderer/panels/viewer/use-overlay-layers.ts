/** @file The boxes over the image on screen, following the thresholds and the heat map. */
import { useMemo } from "react";
import type { StudyDetail } from "../../../src-shared/contract/studies";
import type { ChosenMap } from "../../stores/use-chosen-map";
import { useRunAnalysis } from "../../stores/use-run-analysis";
import type { OverlayLayer } from "../../viewer/viewer-image";
import { candidateLayer } from "./candidate-layer";
import { overlayLayers } from "./overlay-layers";

export function useOverlayLayers(detail: StudyDetail | undefined, map: ChosenMap): readonly OverlayLayer[] {
  const analysis = useRunAnalysis();
  const drawn = useMemo(() => (detail ? overlayLayers(detail, analysis) : []), [detail, analysis]);
  const explanation = map.state === "ready" ? map.explanation : undefined;
  // While the next image is on its way, the one before still stands on the screen.
  const isOfImage = explanation?.instanceId === detail?.instance.id;
  return useMemo(() => {
    const candidate = explanation && isOfImage ? candidateLayer(explanation, drawn) : undefined;
    return candidate ? [...drawn, candidate] : drawn;
  }, [drawn, explanation, isOfImage]);
}
