/** @file The settings of a training that are folded away in groups: how it learns, what of it, and changes of the images. */
import type { JSX } from "react";
import { AugmentationFields } from "./AugmentationFields";
import { OPTIMIZER_NAMES, SCHEDULE_NAMES, SCOPE_NAMES } from "./field-words";
import { FieldGroup } from "./FieldGroup";
import { type DraftFieldsProps, LearningFields } from "./LearningFields";
import { NetworkFields } from "./NetworkFields";
import { settleDraft, type TrainingDraft } from "./training-draft";

export function DraftFields(props: DraftFieldsProps): JSX.Element {
  const draft = settleDraft(props.draft);
  return (
    <>
      <FieldGroup
        title="How it learns"
        term="learning rate, optimiser"
        summary={learningSummary(draft)}
        testId="train-learning"
      >
        <LearningFields {...props} />
      </FieldGroup>
      <FieldGroup
        title="What learns, and where"
        term="network, device"
        summary={networkSummary(draft)}
        testId="train-network"
      >
        <NetworkFields {...props} />
      </FieldGroup>
      <FieldGroup
        title="Changes of the images"
        term="augmentation"
        summary={augmentationSummary(draft)}
        testId="train-augmentation"
      >
        <AugmentationFields {...props} />
      </FieldGroup>
    </>
  );
}

function learningSummary({ optimizer, learningRate, schedule, isWarmedUp, clipNorm }: TrainingDraft): string {
  const parts = [
    `${OPTIMIZER_NAMES[optimizer.kind]} at ${learningRate}`,
    schedule.kind === "step"
      ? `× ${schedule.factor} every ${readableEpochs(schedule.everyEpochs)}`
      : SCHEDULE_NAMES[schedule.kind].toLowerCase(),
    isWarmedUp && "warmed up",
    clipNorm !== undefined && `clipped at ${clipNorm}`,
  ];
  return parts.filter(Boolean).join(", ");
}

function networkSummary({
  inputSizePx,
  scope,
  trainableBackboneLayers,
  batchNorm,
  device,
  isFromScratch,
}: TrainingDraft): string {
  const parts = [
    SCOPE_NAMES[scope].toLowerCase(),
    scope === "full" && `${trainableBackboneLayers} of 5 backbone layers`,
    batchNorm === "frozen" && "batch norm frozen",
    isFromScratch && "from scratch",
    inputSizePx !== undefined && `input ${inputSizePx} px`,
    device !== "auto" && device.toUpperCase(),
  ];
  return parts.filter(Boolean).join(", ");
}

function augmentationSummary({ augmentation }: TrainingDraft): string {
  const { horizontalFlip, shiftScaleRotate, brightnessContrast, mosaic } = augmentation;
  const parts = [
    horizontalFlip > 0 && `mirror at ${horizontalFlip}`,
    shiftScaleRotate.probability > 0 && `shift, zoom and turn at ${shiftScaleRotate.probability}`,
    brightnessContrast.probability > 0 && `greys at ${brightnessContrast.probability}`,
    mosaic > 0 && `mosaic at ${mosaic}`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join("; ") : "none";
}

function readableEpochs(epochs: number): string {
  return epochs === 1 ? "epoch" : `${epochs} epochs`;
}
