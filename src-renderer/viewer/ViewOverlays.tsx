/** @file Everything over the picture of one view: heat map, boxes, rulers, lens, probe, and where the pointer stands in
 * another view. */
import type { JSX } from "react";
import { useShallow } from "zustand/react/shallow";
import { useMeasurements } from "../stores/measurement-store";
import type { Affine } from "../stores/view-geometry";
import { imageToScreenOf, useViewport } from "../stores/viewport-store";
import type { Frame } from "./frame-metadata";
import { FindingOverlay } from "./overlays/FindingOverlay";
import { HeatMapCanvas } from "./overlays/HeatMapCanvas";
import { LinkedCursor } from "./overlays/LinkedCursor";
import { Magnifier } from "./tools/Magnifier";
import { ProbeTag } from "./tools/ProbeTag";
import { RulerOverlay } from "./tools/RulerOverlay";
import type { PointerState } from "./use-pointer";
import type { ViewDescription } from "./view-content";
import type { OverlayLayer, ViewerHeatMap } from "./viewer-image";

export interface ViewOverlaysProps {
  readonly view: ViewDescription;
  readonly frame: Frame;
  readonly layers: readonly OverlayLayer[];
  readonly selectedId: string | undefined;
  readonly heatMap: ViewerHeatMap | undefined;
  readonly pointer: PointerState;
}

/** Drawn again with every step of a drag, where the view around it is not. */
export function ViewOverlays(props: ViewOverlaysProps): JSX.Element | null {
  const { frame, heatMap, pointer } = props;
  const { content } = props.view;
  const imageToScreen = useViewport(useShallow(imageToScreenOf));
  const probe = useViewport((state) => state.probe);
  const tool = useViewport((state) => state.tool);
  if (!imageToScreen) return null;
  return (
    <>
      {heatMap && content !== "boxes" && (
        <HeatMapCanvas
          map={heatMap.map}
          appearance={content === "map" ? { ...heatMap.appearance, ...ALONE } : heatMap.appearance}
          image={frame.pixels}
          imageToScreen={imageToScreen}
        />
      )}
      {content !== "map" && <FindingsAndTools {...props} imageToScreen={imageToScreen} />}
      {probe && pointer.isInside && tool === "probe" && <ProbeTag probe={probe} imageToScreen={imageToScreen} />}
      {probe && !pointer.isInside && <LinkedCursor probe={probe} imageToScreen={imageToScreen} />}
    </>
  );
}

/** On black there is nothing that a map could hide. */
const ALONE = { opacity: 1, threshold: 0 } as const;

function FindingsAndTools({
  view,
  frame,
  layers,
  selectedId,
  pointer: { hoveredId, lens },
  imageToScreen,
}: ViewOverlaysProps & { readonly imageToScreen: Affine }): JSX.Element | null {
  const { viewport, window, isInverted, layersShown, instanceId, frameIndex } = useViewport(
    useShallow((state) => ({
      viewport: state.viewport,
      window: state.window,
      isInverted: state.isInverted,
      layersShown: state.layers,
      instanceId: state.instanceId,
      frameIndex: state.frame,
    })),
  );
  const { measurements, selectedId: selectedRuler } = useMeasurements();
  if (!window) return null;
  const isShown = { ...layersShown, labels: layersShown.labels && view.isLabelled };
  const ofImage = measurements.filter((one) => one.instanceId === instanceId && one.frame === frameIndex);
  return (
    <>
      <FindingOverlay {...{ layers, isShown, imageToScreen, viewport, selectedId, hoveredId }} />
      <RulerOverlay
        {...{ measurements: ofImage, selectedId: selectedRuler, imageToScreen, viewport }}
        pixels={frame.pixels}
      />
      {lens && (
        <Magnifier
          {...{ frame, imageToScreen, window, isInverted }}
          pointer={lens}
          devicePixelRatio={viewport.devicePixelRatio}
        />
      )}
    </>
  );
}
