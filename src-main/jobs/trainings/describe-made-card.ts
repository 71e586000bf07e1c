/** @file The card of a trained model: that of the model that it began with, and how it was made. */
import { isDeepStrictEqual } from "node:util";
import type { ModelCard } from "../../../src-shared/domain/model";
import { Augmentation, type Optimizer, type Training, type TrainingEpoch } from "../../../src-shared/domain/training";

/** As the schema of a card has it. */
const LONGEST_TEXT = 4000;

/** `name` is one that no other model has. */
export function describeMadeCard(card: ModelCard, name: string, training: Training, best: TrainingEpoch): ModelCard {
  const description = [describeOrigin(training), describeWay(training), describeFigures(training, best)].join(" ");
  return {
    ...card,
    name,
    description:
      `${description}${card.description === "" ? "" : ` Of the model to begin with: ${card.description}`}`.slice(
        0,
        LONGEST_TEXT,
      ),
    intendedUse: card.intendedUse === "" ? NOT_FOR_CLINIC : card.intendedUse,
  };
}

const NOT_FOR_CLINIC = "Research and teaching. Not for clinical use.";

function describeOrigin({ config, modelName, createdAt, codeVersion, trainSplitName, data }: Training): string {
  const begun = config.isFromScratch ? `from scratch with the network of ${modelName}` : `from ${modelName}`;
  const layer = config.annotationLayer === "reference" ? "" : ` in the layer ${config.annotationLayer}`;
  return `Trained ${begun} by Overread ${codeVersion}, begun on ${createdAt.slice(0, 10)}, on ${data.trainPositives} images with ${data.trainBoxes} boxes${layer} of ${trainSplitName} (data ${data.sha256.slice(0, 12)}).`;
}

function describeWay({ config }: Training): string {
  const { learningRate, batchSize, accumulate, epochs, trainableBackboneLayers, batchNorm, scope } = config;
  const parts =
    scope === "heads" ? "heads only" : `${trainableBackboneLayers} trainable backbone layers, batch norm ${batchNorm}`;
  const way = [
    describeOptimizer(config.optimizer),
    `learning rate ${learningRate}`,
    `${config.schedule.kind} schedule${config.isWarmedUp ? " after a warm-up" : ""}`,
    `batches of ${batchSize}${accumulate === 1 ? "" : ` × ${accumulate}`}`,
    ...(config.clipNorm === undefined ? [] : [`gradients clipped at ${config.clipNorm}`]),
    ...(config.negativesPerPositive === 0
      ? []
      : [`up to ${config.negativesPerPositive} images without boxes for each with one`]),
    `up to ${epochs} epochs`,
    parts,
    ...(config.regionsPerImage === undefined ? [] : [`${config.regionsPerImage} regions an image`]),
    describeAugmentation(config.augmentation),
    `seed ${config.seed}`,
  ];
  return `${config.inputSizePx === undefined ? "" : `At ${config.inputSizePx} px, `}${way.join(", ")}.`;
}

function describeOptimizer(optimizer: Optimizer): string {
  const decay = `weight decay ${optimizer.weightDecay}`;
  return optimizer.kind === "sgd" ? `SGD (momentum ${optimizer.momentum}, ${decay})` : `AdamW (${decay})`;
}

/** In full where it is not the notebook's: what a model was shown says what it can bear. */
function describeAugmentation(augmentation: Augmentation): string {
  if (isDeepStrictEqual(augmentation, Augmentation.parse({}))) return "the notebook's augmentation";
  const { horizontalFlip, shiftScaleRotate: placed, brightnessContrast: toned, mosaic } = augmentation;
  const changes = [
    [horizontalFlip, "mirrored"],
    [placed.probability, `shifted ${placed.shift}, scaled ${placed.scale}, turned ${placed.rotateDegrees}°`],
    [toned.probability, `brightness ${toned.brightness}, contrast ${toned.contrast}`],
    [mosaic, "mosaic"],
  ] as const;
  const made = changes.filter(([probability]) => probability > 0);
  if (made.length === 0) return "no augmentation";
  return `augmentation (${made.map(([probability, what]) => `${what} at ${probability}`).join("; ")})`;
}

function describeFigures({ validationSplitName, data }: Training, { epoch, validation }: TrainingEpoch): string {
  const { AP, AP50 } = validation;
  const figures = `AP ${AP?.toFixed(3) ?? "undefined"}, AP50 ${AP50?.toFixed(3) ?? "undefined"}`;
  return `Chosen after epoch ${epoch} by the ${data.validationImages} images of ${validationSplitName}: ${figures}. Images of test splits were not learnt from.`;
}
