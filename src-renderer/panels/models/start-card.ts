/** @file The card to start from when a person prefers a preset, or another convention, to what the file suggests. */
import { nameClasses, type ModelCard, type ModelInspection } from "../../../src-shared/domain/model";

/** A preset for any file keeps what this file says itself: its name, its classes, and the size that its graph is fixed to. */
export function startCard(preset: ModelCard, inspection: ModelInspection): ModelCard {
  const { name, labels } = inspection.suggestedCard;
  const isNamed = Object.keys(preset.labels).length > 0 && nameClasses(preset.labels, inspection.facts.classes);
  return {
    ...preset,
    name,
    input: { ...preset.input, ...fixedInputOf(inspection) },
    labels: isNamed ? preset.labels : labels,
  };
}

/** Channels, height and width of the image input, as far as the graph names numbers. */
function fixedInputOf({ inputs }: ModelInspection): Partial<ModelCard["input"]> {
  const image = inputs.find(({ shape }) => shape.length === 3 || shape.length === 4);
  const [channels, heightPx, widthPx] = image?.shape.slice(-3) ?? [];
  return {
    ...((channels === 1 || channels === 3) && { channels }),
    ...(typeof heightPx === "number" && typeof widthPx === "number" && { heightPx, widthPx }),
  };
}
