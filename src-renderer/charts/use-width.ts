/** @file The width that the page gives a chart, so that it is drawn pixel for pixel and not stretched. */
import { useEffect, useRef, useState, type RefObject } from "react";

/** Until the page has laid it out. */
const FIRST_WIDTH_PX = 340;

export function useWidth(): readonly [RefObject<HTMLDivElement | null>, number] {
  const element = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(FIRST_WIDTH_PX);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => entry && setWidthPx(Math.floor(entry.contentRect.width)));
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, []);
  return [element, Math.max(200, widthPx)];
}
