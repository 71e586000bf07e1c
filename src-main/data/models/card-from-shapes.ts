/** @file A card for a file that brings none: torchvision's preset with what the graph itself says. */
import path from "node:path";
import type { ModelCard } from "../../../src-shared/domain/model";
import { TORCHVISION_CARD } from "./card-presets";

export interface InputSize {
  readonly channels?: 1 | 3;
  readonly heightPx?: number;
  readonly widthPx?: number;
}

export function cardFromShapes(file: string, { channels, heightPx, widthPx }: InputSize): ModelCard {
  const hasSize = heightPx !== undefined && widthPx !== undefined;
  const name = path.basename(file, path.extname(file)).trim().slice(0, 120);
  return {
    ...TORCHVISION_CARD,
    ...(name !== "" && { name }),
    input: {
      ...TORCHVISION_CARD.input,
      ...(channels !== undefined && { channels }),
      ...(hasSize && { heightPx, widthPx }),
    },
  };
}
