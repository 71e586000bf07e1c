/** @file How long a training learns, from which images and boxes, and when it ends by itself. */
import type { JSX } from "react";
import { LayerField } from "./LayerField";
import type { DraftFieldsProps } from "./LearningFields";
import { NumberField } from "./NumberField";

export function LengthFields({ draft, onChange }: DraftFieldsProps): JSX.Element {
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
