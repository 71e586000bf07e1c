/** @file The heat map that is on, as the address of the page names it. */
import { z } from "zod";
import { MapMethod } from "../../src-shared/domain/explanation";
import { MAP_TARGETS, useExplanation } from "../stores/explanation-store";
import { useSelection } from "../stores/selection-store";

/** All absent while no map is on. */
export const mapPlaceFields = {
  map: MapMethod.optional().catch(undefined),
  /** A layer by its name, or by its place among those that the model suggests, 1 to 4. */
  layer: z.string().min(1).optional().catch(undefined),
  suggested: z.coerce.number().int().min(1).max(4).optional().catch(undefined),
  of: z.enum(MAP_TARGETS).optional().catch(undefined),
  views: z.coerce.number().pipe(z.literal(3)).optional().catch(undefined),
  /** The box that is explained. */
  finding: z.string().min(1).optional().catch(undefined),
};
export type MapPlace = z.infer<z.ZodObject<typeof mapPlaceFields>>;

export function currentMapPlace(): MapPlace {
  const { isOn, layer, method, target, isInThreeViews } = useExplanation.getState();
  if (!isOn) return {};
  const { findingId } = useSelection.getState();
  return {
    map: method,
    ...(layer.kind === "named" ? { layer: layer.name } : { suggested: layer.place + 1 }),
    of: target,
    ...(isInThreeViews && { views: 3 }),
    ...(findingId !== undefined && { finding: findingId }),
  };
}

export function enterMapPlace({ map, layer, suggested = 4, of = "finding", views, finding }: MapPlace): void {
  const { restore, turnOff } = useExplanation.getState();
  if (!map) return turnOff();
  restore({
    method: map,
    layer: layer === undefined ? { kind: "suggested", place: suggested - 1 } : { kind: "named", name: layer },
    target: of,
    isInThreeViews: views === 3,
  });
  if (finding !== undefined) useSelection.getState().chooseFinding(finding);
}
