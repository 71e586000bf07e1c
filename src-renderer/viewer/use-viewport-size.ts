/** @file Tells the viewport store how large the viewer is, and how dense the display that it stands on. */
import { useLayoutEffect } from "react";
import type { RefObject } from "react";
import { useViewport } from "../stores/viewport-store";

export function useViewportSize(element: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    const measure = (): void => measureViewport(target);
    const observer = new ResizeObserver(measure);
    observer.observe(target, { box: OBSERVED_BOX });
    // Where device pixels cannot be observed, zooming the page or moving it to another display at least tells the window.
    window.addEventListener("resize", measure);
    measure();
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", measure);
    };
  }, [element]);
}

/** In device pixels the box changes with the display's density too; Safari does not know it. */
const OBSERVED_BOX: ResizeObserverBoxOptions =
  "devicePixelContentBoxSize" in ResizeObserverEntry.prototype ? "device-pixel-content-box" : "content-box";

function measureViewport({ clientWidth: widthPx, clientHeight: heightPx }: HTMLElement): void {
  const { devicePixelRatio } = window;
  const { viewport, resize } = useViewport.getState();
  const isSame =
    viewport.widthPx === widthPx && viewport.heightPx === heightPx && viewport.devicePixelRatio === devicePixelRatio;
  // A viewer on a hidden page has no size and keeps its last.
  if (!isSame && widthPx > 0 && heightPx > 0) resize({ widthPx, heightPx, devicePixelRatio });
}
