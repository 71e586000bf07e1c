/** @file Opens a graph that leads back through a network, on the device that the network itself runs on if that can. */
import type { Graph } from "../../numerics/onnx/graph";
import { openGraph, type NetworkPlace } from "../detectors/open-network";
import type { Logger } from "../job";
import type { Session } from "../runtime/session";

export interface WayBackPlace extends NetworkPlace {
  readonly log: Logger;
}

/** On the CPU where the device cannot run it: it may know the operators of a network and not those of its way back.
 * Errors are the library's own. */
export async function openWayBack(graph: Graph, { log, ...place }: WayBackPlace): Promise<Session> {
  try {
    return await openGraph(() => graph, place);
  } catch (error) {
    if (place.provider === "cpu") throw error;
    log.warn(`A step of the way back cannot run on ${place.provider}; it runs on the CPU.`, { error });
    return openGraph(() => graph, { ...place, provider: "cpu" });
  }
}
