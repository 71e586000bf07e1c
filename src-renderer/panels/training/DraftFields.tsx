/** @file The settings of a training in their groups: how long, what from, how far each step goes, what learns, augmentation. */
import type { JSX } from "react";
import { AugmentationFields } from "./AugmentationFields";
import { OPTIMIZER_NAMES, SCHEDULE_NAMES, SCOPE_NAMES } from "./field-words";
import { FieldGroup } from "./FieldGroup";
import { LayerField } from "./LayerField";
import { type DraftFieldsProps, LearningFields } from "./LearningFields";
import { NetworkFields } from "./NetworkFields";
import { NumberField } from "./NumberField";
import { settleDraft, type TrainingDraft } from "./training-draft";

export function DraftFields(props: DraftFieldsProps): JSX.Element {
  const draft = settleDraft(props.draft);
  return (
    <>
      <div className="training__fields">
        <LengthFields {...props} />
      </div>
      <FieldGroup title="Learning rate and optimiser" summary={learningSummary(draft)} testId="train-learning">
        <LearningFields {...props} />
      </FieldGroup>
      <FieldGroup title="Network and device" summary={networkSummary(draft)} testId="train-network">
        <NetworkFields {...props} />
      </FieldGroup>
      <FieldGroup title="Augmentation" summary={augmentationSummary(draft)} testId="train-augmentation">
        <AugmentationFields {...props} />
      </FieldGroup>
    </>
  );
}

function LengthFields({ draft, onChange }: DraftFieldsProps): JSX.Element {
  const { epochs, batchSize, accumulate, negativesPerPositive, patience, seed, annotationLayer } = draft;
  return (
    <>
      <NumberField
        field="epochs"
        value={epochs}
        least={1}
        most={10_000}
        isWhole
        onChange={(next) => onChange({ epochs: next })}
      />
      <NumberField
        field="batchSize"
        value={batchSize}
        least={1}
        most={1024}
        isWhole
        onChange={(next) => onChange({ batchSize: next })}
      />
      <NumberField
        field="accumulate"
        value={accumulate}
        least={1}
        most={1024}
        isWhole
        onChange={(next) => onChange({ accumulate: next })}
      />
      <NumberField
        field="negativesPerPositive"
        value={negativesPerPositive}
        step={0.5}
        onChange={(next) => onChange({ negativesPerPositive: next })}
      />
      <NumberField
        field="patience"
        value={patience}
        least={1}
        isWhole
        onChange={(next) => onChange({ patience: next })}
        onClear={() => onChange({ patience: undefined })}
      />
      <NumberField field="seed" value={seed} isWhole onChange={(next) => onChange({ seed: next })} />
      <LayerField value={annotationLayer} onChange={(next) => onChange({ annotationLayer: next })} />
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
    shiftScaleRotate.probability > 0 && `shift, scale, rotate at ${shiftScaleRotate.probability}`,
    brightnessContrast.probability > 0 && `brightness, contrast at ${brightnessContrast.probability}`,
    mosaic > 0 && `mosaic at ${mosaic}`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join("; ") : "none";
}

function readableEpochs(epochs: number): string {
  return epochs === 1 ? "epoch" : `${epochs} epochs`;
}
