/** @file What a sweep searches: learning rates, augmentations and input sizes, every one with every other or by draws. */
import { MultiSelect, TextInput } from "@mantine/core";
import type { JSX } from "react";
import { AUGMENTATION_PRESETS, type AugmentationPreset, SWEEP_MEMBERS_MAX } from "../../../src-shared/domain/sweep";
import { ChoiceField } from "./ChoiceField";
import { labelled } from "./labelled";
import { NumberField } from "./NumberField";
import type { SweepDraft } from "./sweep-draft";
import { AUGMENTATION_NAMES, SEARCH_NAMES } from "./sweep-words";

export interface SweepFieldsProps {
  readonly sweep: SweepDraft;
  /** Heads alone learn from mirrored images at most. */
  readonly hasFlipsAlone: boolean;
  readonly onChange: (part: Partial<SweepDraft>) => void;
}

export function SweepFields({ sweep, hasFlipsAlone, onChange }: SweepFieldsProps): JSX.Element {
  const { kind, learningRates, inputSizes } = sweep;
  return (
    <>
      <ChoiceField field="sweepKind" value={kind} names={SEARCH_NAMES} onChange={(next) => onChange({ kind: next })} />
      {kind === "grid" && (
        <ListField
          field="sweepLearningRates"
          value={learningRates}
          onChange={(next) => onChange({ learningRates: next })}
        />
      )}
      {kind === "random" && <DrawFields sweep={sweep} onChange={onChange} />}
      {kind !== "off" && (
        <>
          <AugmentationsField {...{ sweep, hasFlipsAlone, onChange }} />
          <ListField field="sweepInputSizes" value={inputSizes} onChange={(next) => onChange({ inputSizes: next })} />
        </>
      )}
    </>
  );
}

interface ListFieldProps {
  readonly field: "sweepLearningRates" | "sweepInputSizes";
  readonly value: string;
  readonly onChange: (typed: string) => void;
}

function ListField({ field, value, onChange }: ListFieldProps): JSX.Element {
  return (
    <TextInput
      {...labelled(field)}
      placeholder="as set"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function DrawFields({ sweep, onChange }: Pick<SweepFieldsProps, "sweep" | "onChange">): JSX.Element {
  return (
    <>
      <NumberField
        field="sweepMembers"
        value={sweep.members}
        least={1}
        most={SWEEP_MEMBERS_MAX}
        isWhole
        onChange={(members) => onChange({ members })}
      />
      <NumberField field="sweepLow" value={sweep.low} isPositive step={0.0001} onChange={(low) => onChange({ low })} />
      <NumberField
        field="sweepHigh"
        value={sweep.high}
        isPositive
        step={0.001}
        onChange={(high) => onChange({ high })}
      />
      <NumberField field="sweepSeed" value={sweep.seed} isWhole onChange={(seed) => onChange({ seed })} />
    </>
  );
}

function AugmentationsField({ sweep, hasFlipsAlone, onChange }: SweepFieldsProps): JSX.Element {
  const presets = Object.keys(AUGMENTATION_PRESETS) as AugmentationPreset[];
  const isChoosable = (preset: AugmentationPreset): boolean =>
    !hasFlipsAlone || preset === "none" || preset === "flips";
  return (
    <MultiSelect
      className="training__wide"
      {...labelled("sweepAugmentations")}
      {...(sweep.augmentations.length === 0 && { placeholder: "as set" })}
      value={[...sweep.augmentations]}
      data={presets.map((preset) => ({
        value: preset,
        label: AUGMENTATION_NAMES[preset],
        disabled: !isChoosable(preset),
      }))}
      onChange={(next) => onChange({ augmentations: presets.filter((preset) => next.includes(preset)) })}
    />
  );
}
