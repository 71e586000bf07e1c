/** @file A card for a file that brings none: a preset with what the file itself says. */
import path from "node:path";
import { nameClasses, type ModelCard } from "../../../src-shared/domain/model";
import { printableName } from "../../numerics/pickle/printable-name";
import { COCO_CLASSES, COCO_LABELS, COCO_LABELS_FROM_ZERO, COCO_NUMBERS } from "./coco-classes";

export interface SaidByFile {
  /** For the card's name. */
  readonly file: string;
  readonly channels?: 1 | 3;
  /** Absent where the graph takes any size. */
  readonly heightPx?: number;
  readonly widthPx?: number;
  /** What the model was trained to name, background included where the convention has one. */
  readonly classes?: number;
  /** Names that the exporter wrote into the file. */
  readonly labels?: ModelCard["labels"];
}

/** The preset's labels give way to the file's, and to none where they cannot be those of its classes. */
export function suggestCard(preset: ModelCard, said: SaidByFile): ModelCard {
  const { file, channels, heightPx, widthPx } = said;
  const hasSize = heightPx !== undefined && widthPx !== undefined;
  const name = printableName(path.basename(file, path.extname(file)).trim());
  return {
    ...preset,
    ...(name !== "" && { name }),
    input: {
      ...preset.input,
      ...(channels !== undefined && { channels }),
      ...(hasSize && { heightPx, widthPx }),
      ...(hasSize && preset.input.resize === "none" && { resize: "opencv-bilinear" }),
    },
    labels: said.labels ?? (isNamedBy(preset, said) ? preset.labels : labelsOf(preset, said.classes)),
  };
}

function isNamedBy({ labels }: ModelCard, { classes }: SaidByFile): boolean {
  return Object.keys(labels).length > 0 && nameClasses(labels, classes);
}

/** A head of COCO's size most likely still names COCO's classes; of another one nobody knows. */
function labelsOf({ convention }: ModelCard, classes: number | undefined): ModelCard["labels"] {
  if (classes === COCO_NUMBERS) return COCO_LABELS;
  const countsFromZero = convention !== "checkpoint" && convention !== "torchvision" && convention !== "detr";
  return countsFromZero && classes === COCO_CLASSES ? COCO_LABELS_FROM_ZERO : {};
}
