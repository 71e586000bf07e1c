/** @file The card of a trained model: that of the model that it began with, and how it was made. */
import type { ModelCard } from "../../../src-shared/domain/model";
import type { Training, TrainingEpoch } from "../../../src-shared/domain/training";

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
  const { optimizer, learningRate, batchSize, accumulate, epochs, trainableBackboneLayers, batchNorm, scope } = config;
  const size = config.inputSizePx === undefined ? "" : `At ${config.inputSizePx} px, `;
  const rate = `${optimizer.kind === "sgd" ? "SGD" : "AdamW"}, learning rate ${learningRate}, ${config.schedule.kind} schedule`;
  const parts =
    scope === "heads" ? "heads only" : `${trainableBackboneLayers} trainable backbone layers, batch norm ${batchNorm}`;
  const batches = accumulate === 1 ? `batches of ${batchSize}` : `batches of ${batchSize} × ${accumulate}`;
  return `${size}${rate}, ${batches}, up to ${epochs} epochs, ${parts}, seed ${config.seed}.`;
}

function describeFigures({ validationSplitName, data }: Training, { epoch, validation }: TrainingEpoch): string {
  const { AP, AP50 } = validation;
  const figures = `AP ${AP?.toFixed(3) ?? "undefined"}, AP50 ${AP50?.toFixed(3) ?? "undefined"}`;
  return `Chosen after epoch ${epoch} by the ${data.validationImages} images of ${validationSplitName}: ${figures}. Images of test splits were not learnt from.`;
}
