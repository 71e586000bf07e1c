/** @file The heat maps of a run's boxes by the way they were made: only those can be compared. */
import { type Explanation, MAP_METHOD_NAMES } from "../../../src-shared/domain/explanation";
import { explainedBoxId } from "../../stores/explained-box";
import { readableLayer } from "../../stores/map-words";

export interface MapGroup {
  readonly id: string;
  readonly name: string;
  readonly maps: readonly Explanation[];
}

/** Those of which there are most first; maps of a whole label or of its strongest candidate are of no box. */
export function mapGroups(maps: readonly Explanation[]): readonly MapGroup[] {
  const groups = new Map<string, Explanation[]>();
  for (const map of maps) {
    if (explainedBoxId(map.target) === undefined) continue;
    const id = mapGroupId(map);
    groups.set(id, [...(groups.get(id) ?? []), map]);
  }
  return [...groups]
    .map(([id, ofGroup]) => ({ id, name: nameOf(ofGroup[0]!), maps: ofGroup }))
    .toSorted((a, b) => b.maps.length - a.maps.length);
}

export function mapGroupId({ method, layer }: Pick<Explanation, "method" | "layer">): string {
  return `${method} ${layer}`;
}

function nameOf({ method, layer }: Explanation): string {
  return method === "d-rise" ? MAP_METHOD_NAMES[method] : `${MAP_METHOD_NAMES[method]} at ${readableLayer(layer)}`;
}
