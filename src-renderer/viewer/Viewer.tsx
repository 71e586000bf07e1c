/** @file One radiograph on the screen with its boxes, rulers, lens, probe and heat map, in one view or in three. */
import { useRef } from "react";
import type { JSX, KeyboardEvent } from "react";
import { useMeasurements } from "../stores/measurement-store";
import { useViewport } from "../stores/viewport-store";
import { RasterMirror } from "./RasterMirror";
import { useViewerEngine } from "./use-viewer-engine";
import { useViewportSize } from "./use-viewport-size";
import { ImageView } from "./ImageView";
import { ONE_VIEW, THREE_VIEWS } from "./view-content";
import type { OverlayLayer, ViewerProps } from "./viewer-image";
import "./viewer.css";

export function Viewer(props: ViewerProps): JSX.Element {
  const { image, layers, heatMap, isInThreeViews = false, selectedFindingId } = props;
  const { onSelect, onStep } = props;
  const firstView = useRef<HTMLDivElement>(null);
  const raster = useRef<HTMLDivElement>(null);
  useViewportSize(firstView);
  const { frame, failure, mirrorOnto } = useViewerEngine(raster, props);
  const viewport = useViewport((state) => state.viewport);
  const views = isInThreeViews ? THREE_VIEWS : ONE_VIEW;
  return (
    <div
      className="viewer"
      data-testid="viewer"
      data-state={stateOf(props, frame !== undefined, failure !== undefined)}
      role="application"
      aria-roledescription="radiograph viewer"
      aria-label={describe(props)}
      tabIndex={0}
      onKeyDown={handleKey}
      onContextMenu={(event) => event.preventDefault()}
    >
      <div className="viewer__views" data-views={views.length}>
        {views.map((view) => (
          <ImageView
            key={view.place}
            {...{ view, frame, layers, heatMap, onSelect, onStep, selectedFindingId }}
            {...(view.place === "first" && { elementRef: firstView })}
          >
            {view.place === "first" && <div ref={raster} style={{ position: "absolute", inset: 0 }} />}
            {view.place === "third" && frame && <RasterMirror mirrorOnto={mirrorOnto} viewport={viewport} />}
          </ImageView>
        ))}
      </div>
      {failure && (
        <p role="alert" className="viewer__message">
          {failure.message}
        </p>
      )}
      {!image && <p className="viewer__message">No image is open.</p>}
    </div>
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

function describe({ image, layers, heatMap }: ViewerProps): string {
  if (!image) return "No image is open";
  const count = (kind: OverlayLayer["kind"]): number =>
    layers.filter((layer) => layer.kind === kind).reduce((sum, { findings }) => sum + findings.length, 0);
  const references = count("reference");
  const detections = count("detections");
  const boxes = `${references} reference ${references === 1 ? "box" : "boxes"}`;
  const words = `${image.description}, ${boxes}, ${detections} ${detections === 1 ? "detection" : "detections"}`;
  return heatMap ? `${words}, with a heat map` : words;
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
