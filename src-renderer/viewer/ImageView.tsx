/** @file One view of the image: its picture, what lies over it, and the mouse in it. */
import { useMemo, useRef } from "react";
import type { JSX, ReactNode, RefObject } from "react";
import { useViewport } from "../stores/viewport-store";
import type { ViewportTool } from "../stores/viewport-store";
import type { Frame } from "./frame-metadata";
import { usePointer, useWheel } from "./use-pointer";
import type { ViewDescription } from "./view-content";
import type { OverlayLayer, ViewerProps } from "./viewer-image";
import { ViewOverlays } from "./ViewOverlays";

export interface ImageViewProps extends Pick<ViewerProps, "heatMap" | "layers" | "selectedFindingId"> {
  readonly onSelect: ViewerProps["onSelect"] | undefined;
  readonly onStep: ViewerProps["onStep"] | undefined;
  readonly view: ViewDescription;
  readonly frame: Frame | undefined;
  /** The radiograph; nothing where the map stands alone. */
  readonly children: ReactNode;
  readonly elementRef?: RefObject<HTMLDivElement | null>;
}

export function ImageView(props: ImageViewProps): JSX.Element {
  const { view, frame, layers, onSelect, onStep, selectedFindingId, heatMap, children } = props;
  const own = useRef<HTMLDivElement>(null);
  const element = props.elementRef ?? own;
  const tool = useViewport((state) => state.tool);
  const isShown = useViewport((state) => state.layers);
  // What is not drawn cannot be pointed at.
  const findings = useMemo(() => {
    const drawn = layers.filter(({ kind }) => kind !== "candidate" && isShown[kind]);
    return (view.content === "map" ? NONE : drawn).flatMap((layer) => layer.findings);
  }, [layers, isShown, view.content]);
  const pointer = usePointer({ frame, findings, onSelect: view.content === "map" ? undefined : onSelect });
  useWheel(element, onStep);
  return (
    <div
      ref={element}
      className="viewer__view"
      data-testid="view"
      data-content={view.content}
      {...pointer.handlers}
      style={{ cursor: cursorOf(tool, pointer.hoveredId) }}
    >
      {children}
      {frame && <ViewOverlays view={view} selectedId={selectedFindingId} {...{ frame, layers, heatMap, pointer }} />}
      {view.caption && frame && isShown.labels && <span className="viewer__caption">{view.caption}</span>}
    </div>
  );
}

const NONE: readonly OverlayLayer[] = [];

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
