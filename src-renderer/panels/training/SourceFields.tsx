/** @file What a training begins with: a model, two splits, and a name. */
import { Select, TextInput } from "@mantine/core";
import type { JSX } from "react";
import type { Model } from "../../../src-shared/domain/model";
import type { Split } from "../../../src-shared/domain/split";
import { readableAmount } from "../../components/readable";
import { labelled } from "./labelled";
import type { TrainingDraft } from "./training-draft";

export interface SourceFieldsProps {
  readonly draft: TrainingDraft;
  readonly models: readonly Model[];
  readonly splits: readonly Split[];
  readonly onChange: (part: Partial<TrainingDraft>) => void;
}

export function SourceFields({ draft, models, splits, onChange }: SourceFieldsProps): JSX.Element {
  return (
    <>
      <Select
        {...labelled("model")}
        placeholder="No checkpoint yet"
        disabled={models.length === 0}
        value={draft.modelId ?? null}
        data={models.map(({ id, name }) => ({ value: id as string, label: name }))}
        onChange={(value) => onChange({ modelId: models.find(({ id }) => id === value)?.id })}
      />
      <SplitSelect
        field="split"
        splits={splits}
        splitId={draft.trainSplitId}
        onChange={(trainSplitId) => onChange({ trainSplitId })}
      />
      <SplitSelect
        field="validation"
        splits={splits}
        splitId={draft.validationSplitId}
        onChange={(validationSplitId) => onChange({ validationSplitId })}
      />
      <TextInput
        {...labelled("name")}
        maxLength={120}
        value={draft.name}
        error={draft.name.trim() === "" && "It needs a name"}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
    </>
  );
}

interface SplitSelectProps {
  readonly field: "split" | "validation";
  readonly splits: readonly Split[];
  readonly splitId: Split["id"] | undefined;
  readonly onChange: (splitId: Split["id"] | undefined) => void;
}

function SplitSelect({ field, splits, splitId, onChange }: SplitSelectProps): JSX.Element {
  return (
    <Select
      {...labelled(field)}
      placeholder="No split yet"
      disabled={splits.length === 0}
      value={splitId ?? null}
      data={splits.map(({ id, name, images }) => ({
        value: id as string,
        label: `${name} (${readableAmount(images, "image")})`,
      }))}
      onChange={(value) => onChange(splits.find(({ id }) => id === value)?.id)}
    />
  );
}
