/** @file Tells the viewport store how large the viewer is, and how dense the display that it stands on. */
import { useLayoutEffect } from "react";
import type { RefObject } from "react";
import { useViewport } from "../stores/viewport-store";

export function useViewportSize(element: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    let density: MediaQueryList | undefined;
    const measure = (): void => {
      const { clientWidth: widthPx, clientHeight: heightPx } = target;
      const { devicePixelRatio } = window;
      const { viewport, resize } = useViewport.getState();
      const isSame =
        viewport.widthPx === widthPx &&
        viewport.heightPx === heightPx &&
        viewport.devicePixelRatio === devicePixelRatio;
      if (!isSame && widthPx > 0 && heightPx > 0) resize({ widthPx, heightPx, devicePixelRatio });
    };
    const watchDensity = (): void => {
      measure();
      // The query is about one density: after a move to another display it must be asked anew.
      density = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
      density.addEventListener("change", watchDensity, { once: true });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    watchDensity();
    return () => {
      observer.disconnect();
      density?.removeEventListener("change", watchDensity);
    };
  }, [element]);
}
