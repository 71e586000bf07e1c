/** @file Refuses images and boxes that a network cannot learn from, by what is known of them without opening a file. */
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelCard } from "../../../src-shared/domain/model";
import type { TrainingConfig } from "../../../src-shared/domain/training";
import type { DetectorArchitecture } from "../../detection/networks/architecture";
import type { LabelledInstance, TrainingSet } from "./training-set";

export interface Learner {
  readonly card: Pick<ModelCard, "name" | "input" | "labels">;
  /** With background, which has number 0. */
  readonly architecture: Pick<DetectorArchitecture, "classes">;
}

type ShownSet = Pick<TrainingSet, "positives" | "negatives" | "validation">;

/** Looks at the images that are learnt from or judged on.
 * @throws {Failure} `unsupported` for images of another size than a card takes that forbids resizing, `invalid-input`
 * for boxes of a class that the card names and the network does not have. */
export function requireLearnable(
  { positives, negatives, validation }: ShownSet,
  { card, architecture }: Learner,
  { negativesPerPositive }: Pick<TrainingConfig, "negativesPerPositive">,
): void {
  const shown = [...positives, ...(negativesPerPositive > 0 ? negatives : []), ...validation];
  refuseSizes(shown, card);
  refuseClasses(shown, card, architecture.classes);
}

function refuseSizes(images: readonly LabelledInstance[], { name, input }: Learner["card"]): void {
  if (input.resize !== "none") return;
  const unfit = images.filter(({ instance: { pixels } }) => {
    const { widthPx = pixels.columns, heightPx = pixels.rows } = input;
    return pixels.columns !== widthPx || pixels.rows !== heightPx;
  });
  const [first] = unfit;
  if (!first) return;
  const { columns, rows } = first.instance.pixels;
  const taken = `${input.widthPx ?? "any number of"} × ${input.heightPx ?? "any number of"}`;
  const sentence = `${name} takes images of ${taken} pixels alone, since its card forbids resizing; ${unfit.length} of these ${images.length} images have others, ${first.name} ${columns} × ${rows}.`;
  throw new Failure("unsupported", sentence);
}

function refuseClasses(images: readonly LabelledInstance[], { name, labels }: Learner["card"], classes: number): void {
  for (const image of images) {
    const unknown = image.labels.find((label) => label >= classes);
    if (unknown === undefined) continue;
    const found = `${image.name} has a box labelled ${labels[String(unknown)]}, which is class ${unknown} on the card of ${name}`;
    throw new Failure("invalid-input", `${found}; its network has classes up to ${classes - 1}.`);
  }
}
