/** @file One radiograph on the screen with its boxes, rulers, lens and probe. */
import { useMemo, useRef } from "react";
import type { JSX, KeyboardEvent } from "react";
import { useShallow } from "zustand/react/shallow";
import { useMeasurements } from "../stores/measurement-store";
import { imageToScreenOf, useViewport } from "../stores/viewport-store";
import type { ViewportTool } from "../stores/viewport-store";
import type { Frame } from "./frame-metadata";
import { FindingOverlay } from "./overlays/FindingOverlay";
import { Magnifier } from "./tools/Magnifier";
import { ProbeTag } from "./tools/ProbeTag";
import { RulerOverlay } from "./tools/RulerOverlay";
import { usePointer, useWheel } from "./use-pointer";
import type { PointerState } from "./use-pointer";
import { useViewerEngine } from "./use-viewer-engine";
import { useViewportSize } from "./use-viewport-size";
import type { OverlayLayer, ViewerProps } from "./viewer-image";

export function Viewer(props: ViewerProps): JSX.Element {
  const { image, layers, onSelect, onStep, selectedFindingId } = props;
  const container = useRef<HTMLDivElement>(null);
  const raster = useRef<HTMLDivElement>(null);
  useViewportSize(container);
  const { frame, failure } = useViewerEngine(raster, props);
  const tool = useViewport((state) => state.tool);
  const isShown = useViewport((state) => state.layers);
  const pointable = useMemo(
    () => layers.filter(({ kind }) => isShown[kind]).flatMap(({ findings }) => findings),
    [layers, isShown],
  );
  const pointer = usePointer({ frame, findings: pointable, onSelect });
  useWheel(container, onStep);
  return (
    <div
      ref={container}
      data-testid="viewer"
      data-state={stateOf(props, frame !== undefined, failure !== undefined)}
      role="application"
      aria-roledescription="radiograph viewer"
      aria-label={describe(props)}
      tabIndex={0}
      onKeyDown={handleKey}
      onContextMenu={(event) => event.preventDefault()}
      {...pointer.handlers}
      style={{ ...CONTAINER_STYLE, cursor: cursorOf(tool, pointer.hoveredId) }}
    >
      <div ref={raster} style={{ position: "absolute", inset: 0 }} />
      {frame && <Overlays frame={frame} layers={layers} selectedId={selectedFindingId} pointer={pointer} />}
      {failure && (
        <p role="alert" style={MESSAGE_STYLE}>
          {failure.message}
        </p>
      )}
      {!image && <p style={MESSAGE_STYLE}>No image is open.</p>}
    </div>
  );
}

interface OverlaysProps {
  readonly frame: Frame;
  readonly layers: readonly OverlayLayer[];
  readonly selectedId: string | undefined;
  readonly pointer: PointerState;
}

/** Everything over the canvas; drawn again with every step of a drag, where the component above is not. */
function Overlays({ frame, layers, selectedId, pointer }: OverlaysProps): JSX.Element | null {
  const imageToScreen = useViewport(useShallow(imageToScreenOf));
  const { viewport, window, isInverted, probe, tool, isShown, instanceId, frameIndex } = useViewport(
    useShallow((state) => ({
      viewport: state.viewport,
      window: state.window,
      isInverted: state.isInverted,
      probe: state.probe,
      tool: state.tool,
      isShown: state.layers,
      instanceId: state.instanceId,
      frameIndex: state.frame,
    })),
  );
  const { measurements, selectedId: selectedRuler } = useMeasurements();
  if (!imageToScreen || !window) return null;
  const ofImage = measurements.filter((one) => one.instanceId === instanceId && one.frame === frameIndex);
  const { hoveredId, lens } = pointer;
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
      {tool === "probe" && probe && <ProbeTag probe={probe} imageToScreen={imageToScreen} />}
    </>
  );
}

function handleKey(event: KeyboardEvent): void {
  const { selectedId, removeSelected, select } = useMeasurements.getState();
  if (selectedId === undefined) return;
  if (event.key === "Delete" || event.key === "Backspace") removeSelected();
  else if (event.key === "Escape") select(undefined);
  else return;
  // The key has done its work here; a shortcut of the same name would do another.
  event.preventDefault();
  event.stopPropagation();
}

function describe({ image, layers }: ViewerProps): string {
  if (!image) return "No image is open";
  const count = (kind: OverlayLayer["kind"]): number =>
    layers.filter((layer) => layer.kind === kind).reduce((sum, { findings }) => sum + findings.length, 0);
  const references = count("reference");
  const detections = count("detections");
  const boxes = `${references} reference ${references === 1 ? "box" : "boxes"}`;
  return `${image.description}, ${boxes}, ${detections} ${detections === 1 ? "detection" : "detections"}`;
}

/** For tests, and for style sheets of the panel around. */
function stateOf(
  { image }: ViewerProps,
  isDrawn: boolean,
  hasFailed: boolean,
): "empty" | "failed" | "ready" | "loading" {
  if (!image) return "empty";
  if (hasFailed) return "failed";
  return isDrawn ? "ready" : "loading";
}

/** A tool that aims keeps its cross over a box. */
function cursorOf(tool: ViewportTool, hoveredId: string | undefined): string {
  return hoveredId && CURSORS[tool] !== "crosshair" ? "pointer" : CURSORS[tool];
}

const CURSORS = {
  window: "default",
  pan: "grab",
  zoom: "ns-resize",
  length: "crosshair",
  magnify: "zoom-in",
  probe: "crosshair",
} as const satisfies Record<ViewportTool, string>;

const CONTAINER_STYLE = {
  position: "relative",
  width: "100%",
  height: "100%",
  overflow: "hidden",
  background: "black",
  touchAction: "none",
  userSelect: "none",
} as const;

const MESSAGE_STYLE = {
  position: "absolute",
  inset: 0,
  margin: 0,
  display: "grid",
  placeItems: "center",
  padding: "2rem",
  textAlign: "center",
  color: "var(--colour-text-soft, #a3afbc)",
  background: "black",
  pointerEvents: "none",
} as const;
