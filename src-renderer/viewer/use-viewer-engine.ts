/** @file Ties a viewer engine to a React component: built on mount, destroyed on unmount, told of each new image. */
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { RefObject } from "react";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import { NOTHING_DRAWN, ViewerEngine } from "./viewer-engine";
import type { Drawn } from "./viewer-engine";
import type { ViewerProps } from "./viewer-image";

export interface ViewerPicture extends Drawn {
  /** Shows the same picture on a canvas as well, until the answer is called. */
  readonly mirrorOnto: (canvas: HTMLCanvasElement) => () => void;
}

export function useViewerEngine(host: RefObject<HTMLElement | null>, props: ViewerProps): ViewerPicture {
  const { image, neighbours, rendering = "auto" } = props;
  const engine = useRef<ViewerEngine>(undefined);
  const [drawn, setDrawn] = useState<Drawn>(NOTHING_DRAWN);
  const ready = useEffectEvent((instanceId: InstanceId) => props.onReady?.(instanceId));
  const fetchFrame = useEffectEvent(props.fetchFrame);
  const change = useEffectEvent((next: Drawn) => {
    setDrawn(next);
    if (next.failure) props.onError?.(next.failure);
  });

  useEffect(() => {
    const built = new ViewerEngine({
      host: host.current!,
      fetchFrame: (...request) => fetchFrame(...request),
      onChange: (next) => change(next),
      onReady: (instanceId) => ready(instanceId),
    });
    engine.current = built;
    return () => {
      built.destroy();
      engine.current = undefined;
    };
  }, [host]);

  useEffect(() => void engine.current?.setRendering(rendering), [rendering]);
  useEffect(() => void engine.current?.show(image), [image]);
  useEffect(() => engine.current?.setNeighbours(neighbours ?? []), [neighbours]);
  const mirrorOnto = useCallback(
    (canvas: HTMLCanvasElement) => engine.current?.mirrorOnto(canvas) ?? (() => undefined),
    [],
  );
  return { ...drawn, mirrorOnto };
}
