/** @file Ties a viewer engine to a React component: built on mount, destroyed on unmount, told of each new image. */
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { RefObject } from "react";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import { NOTHING_DRAWN, ViewerEngine } from "./viewer-engine";
import type { Drawn } from "./viewer-engine";
import type { ViewerProps } from "./viewer-image";

export function useViewerEngine(host: RefObject<HTMLElement | null>, props: ViewerProps): Drawn {
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
  return drawn;
}
