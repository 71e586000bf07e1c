/** @file What is done to an image before the network sees it, each with its probability. */
import type { JSX } from "react";
import type { Augmentation } from "../../../src-shared/domain/training";
import type { DraftFieldsProps } from "./LearningFields";
import { NumberField } from "./NumberField";
import { settleDraft } from "./training-draft";

export function AugmentationFields({ draft, onChange }: DraftFieldsProps): JSX.Element {
  const { augmentation } = draft;
  const settled = settleDraft(draft);
  const change = (part: Partial<Augmentation>): void => onChange({ augmentation: { ...augmentation, ...part } });
  const { shiftScaleRotate: placement, brightnessContrast: tone } = augmentation;
  const isDisabled = settled.scope === "heads";
  return (
    <>
      <NumberField
        field="horizontalFlip"
        value={augmentation.horizontalFlip}
        most={1}
        onChange={(horizontalFlip) => change({ horizontalFlip })}
      />
      <NumberField
        field="shiftScaleRotate"
        value={settled.augmentation.shiftScaleRotate.probability}
        most={1}
        isDisabled={isDisabled}
        onChange={(probability) => change({ shiftScaleRotate: { ...placement, probability } })}
      />
      {(["shift", "scale"] as const).map((field) => (
        <NumberField
          key={field}
          field={field}
          value={placement[field]}
          most={1}
          isDisabled={isDisabled}
          onChange={(value) => change({ shiftScaleRotate: { ...placement, [field]: value } })}
        />
      ))}
      <NumberField
        field="rotateDegrees"
        value={placement.rotateDegrees}
        most={180}
        step={1}
        isDisabled={isDisabled}
        onChange={(rotateDegrees) => change({ shiftScaleRotate: { ...placement, rotateDegrees } })}
      />
      <NumberField
        field="brightnessContrast"
        value={settled.augmentation.brightnessContrast.probability}
        most={1}
        isDisabled={isDisabled}
        onChange={(probability) => change({ brightnessContrast: { ...tone, probability } })}
      />
      {(["brightness", "contrast"] as const).map((field) => (
        <NumberField
          key={field}
          field={field}
          value={tone[field]}
          most={1}
          isDisabled={isDisabled}
          onChange={(value) => change({ brightnessContrast: { ...tone, [field]: value } })}
        />
      ))}
      <NumberField
        field="mosaic"
        value={settled.augmentation.mosaic}
        most={1}
        isDisabled={isDisabled}
        onChange={(mosaic) => change({ mosaic })}
      />
      <NumberField
        field="minAreaPx"
        value={augmentation.minAreaPx}
        step={1}
        onChange={(minAreaPx) => change({ minAreaPx })}
      />
      <NumberField
        field="minVisibility"
        value={augmentation.minVisibility}
        most={1}
        onChange={(minVisibility) => change({ minVisibility })}
      />
    </>
  );
}
