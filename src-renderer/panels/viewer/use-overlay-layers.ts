/** @file The boxes over the image on screen, following the thresholds. */
import { useMemo } from "react";
import type { StudyDetail } from "../../../src-shared/contract/studies";
import { useRunAnalysis } from "../../stores/use-run-analysis";
import type { OverlayLayer } from "../../viewer/viewer-image";
import { overlayLayers } from "./overlay-layers";

export function useOverlayLayers(detail: StudyDetail | undefined): readonly OverlayLayer[] {
  const analysis = useRunAnalysis();
  return useMemo(() => (detail ? overlayLayers(detail, analysis) : []), [detail, analysis]);
}
