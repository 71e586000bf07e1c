/** @file A page with nothing but the viewer, driven by the tests through `window.viewerPage`. */
import { cache, getRenderingEngines } from "@cornerstonejs/core";
import type { JSX } from "react";
import { createRoot } from "react-dom/client";
import { useMeasurements } from "../../../../src-renderer/stores/measurement-store";
import { useViewport } from "../../../../src-renderer/stores/viewport-store";
import { Viewer } from "../../../../src-renderer/viewer/Viewer";
import type {
  FetchFrame,
  OverlayLayer,
  RenderingChoice,
  ViewerHeatMap,
  ViewerImage,
} from "../../../../src-renderer/viewer/viewer-image";
import { describePixels, instanceIdOf, storedBytes } from "./synthetic-image";
import type { SyntheticImage } from "./synthetic-image";

/** A map whose values travel as plain numbers. */
export interface SyntheticMap {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly number[];
  readonly appearance: ViewerHeatMap["appearance"];
}

export interface Scene {
  readonly image?: SyntheticImage;
  readonly layers?: readonly OverlayLayer[];
  readonly neighbours?: readonly SyntheticImage[];
  readonly selectedFindingId?: string;
  readonly heatMap?: SyntheticMap;
  readonly isInThreeViews?: boolean;
  readonly rendering?: RenderingChoice;
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly isMounted?: boolean;
}

export interface ViewerPage {
  readonly set: (scene: Scene) => void;
  /** Makes an image's bytes beforehand, for tests that look at the clock. */
  readonly prepare: (image: SyntheticImage) => void;
  readonly viewport: typeof useViewport;
  readonly measurements: typeof useMeasurements;
  readonly cacheBytes: () => number;
  readonly engines: () => number;
  /** Takes every graphics context away, as a driver that restarts does; the number of those that lived. */
  readonly loseContext: () => number;
  /** What the viewer told, in its order. */
  readonly told: string[];
  readonly fetched: string[];
  /** Milliseconds since the page began, at which an image was on the screen. */
  readonly readyAt: Map<string, number>;
}

declare global {
  interface Window {
    viewerPage: ViewerPage;
  }
}

// Cornerstone draws into a canvas that is never in the page.
const contexts: WebGL2RenderingContext[] = [];
const getContext = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...request: unknown[]) {
  const context: unknown = Reflect.apply(getContext, this, request);
  if (context instanceof WebGL2RenderingContext && !contexts.includes(context)) contexts.push(context);
  return context;
} as typeof getContext;

const images = new Map<string, SyntheticImage>();
const prepared = new Map<string, ArrayBuffer>();
const told: string[] = [];
const fetched: string[] = [];
const readyAt = new Map<string, number>();

const fetchFrame: FetchFrame = async (instanceId, _frame, signal) => {
  fetched.push(instanceId);
  const image = images.get(instanceId)!;
  if (image.delayMs) await new Promise((resolve) => setTimeout(resolve, image.delayMs));
  signal?.throwIfAborted();
  return prepared.get(instanceId) ?? storedBytes(image);
};

const known = new Map<string, ViewerImage>();

function viewerImage(image: SyntheticImage): ViewerImage {
  const found = known.get(image.instanceId);
  if (found) return found;
  images.set(image.instanceId, image);
  const made = { instanceId: instanceIdOf(image), pixels: describePixels(image), description: "Patient 1, chest PA" };
  known.set(image.instanceId, made);
  return made;
}

const maps = new WeakMap<SyntheticMap, ViewerHeatMap>();

function viewerHeatMap(heatMap: SyntheticMap): ViewerHeatMap {
  const { rows, columns, values, appearance } = heatMap;
  const made = maps.get(heatMap) ?? { map: { rows, columns, values: Float32Array.from(values) }, appearance };
  maps.set(heatMap, made);
  return made;
}

const NO_LAYERS: readonly OverlayLayer[] = [];

function Page({ scene }: { readonly scene: Scene }): JSX.Element | null {
  const { image, layers = NO_LAYERS, neighbours, rendering, selectedFindingId, heatMap, isInThreeViews } = scene;
  if (scene.isMounted === false) return null;
  return (
    <div style={{ width: scene.widthPx ?? 640, height: scene.heightPx ?? 480 }}>
      <Viewer
        image={image && viewerImage(image)}
        layers={layers}
        fetchFrame={fetchFrame}
        {...(neighbours && { neighbours: neighbours.map(viewerImage) })}
        {...(rendering && { rendering })}
        selectedFindingId={selectedFindingId}
        heatMap={heatMap && viewerHeatMap(heatMap)}
        {...(isInThreeViews && { isInThreeViews })}
        onSelect={(findingId) => told.push(`select ${findingId ?? "nothing"}`)}
        onStep={(direction) => told.push(`step ${direction}`)}
        onReady={(instanceId) => {
          told.push(`ready ${instanceId}`);
          readyAt.set(instanceId, performance.now());
        }}
        onError={(failure) => told.push(`error ${failure.message}`)}
      />
    </div>
  );
}

const root = createRoot(document.querySelector("#root")!);
root.render(<Page scene={{}} />);

window.viewerPage = {
  set: (scene) => root.render(<Page scene={scene} />),
  prepare: (image) => prepared.set(image.instanceId, storedBytes(image)),
  viewport: useViewport,
  measurements: useMeasurements,
  cacheBytes: () => cache.getCacheSize(),
  engines: () => getRenderingEngines()?.length ?? 0,
  loseContext: () => {
    const living = contexts.filter((context) => !context.isContextLost());
    for (const context of living) context.getExtension("WEBGL_lose_context")!.loseContext();
    return living.length;
  },
  told,
  fetched,
  readyAt,
};
