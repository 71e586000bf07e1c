/** @file Begins a training: from which weights, on which images, for how long; all other settings are the notebook's. */
import { Button, Select, TextInput } from "@mantine/core";
import { IconBarbell, IconEye, IconRestore } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type JSX, useState } from "react";
import type { Model } from "../../../src-shared/domain/model";
import type { Split } from "../../../src-shared/domain/split";
import type { Training, TrainingConfig } from "../../../src-shared/domain/training";
import { client } from "../../client/client";
import { Card } from "../../components/Card";
import { FailureLine } from "../../components/FailureLine";
import { readableAmount } from "../../components/readable";
import { useTraining } from "../../stores/training-store";
import { queries } from "../../stores/queries";
import { BatchPreview } from "./BatchPreview";
import { DraftFields } from "./DraftFields";
import { PlanLines } from "./PlanLines";
import { configOf, firstDraft, type TrainingDraft, trainableModels } from "./training-draft";

export interface TrainingFormProps {
  readonly models: readonly Model[];
  readonly splits: readonly Split[];
  readonly trainings: readonly Training[];
}

export function TrainingForm({ models, splits, trainings }: TrainingFormProps): JSX.Element {
  const propose = (): TrainingDraft => firstDraft({ models, splits, names: trainings.map(({ name }) => name) });
  const [changes, setChanges] = useState<Partial<TrainingDraft>>({});
  const [isPreviewOpen, setIsPreviewOpen] = useState(false);
  const draft = { ...propose(), ...changes };
  const change = (part: Partial<TrainingDraft>): void => setChanges({ ...changes, ...part });
  const config = configOf(draft);
  const plan = useQuery(queries.trainingPlan(config));
  const start = useMutation({
    mutationFn: (input: TrainingConfig) => client.training.start(input),
    onSuccess: ({ trainingId }) => {
      useTraining.getState().watch(trainingId);
      // The next one is like this one, under a free name.
      const { name: _name, ...kept } = changes;
      setChanges(kept);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (config) start.mutate(config);
  };
  return (
    <Card title="New training" testId="train">
      <form className="training__form" onSubmit={submit}>
        <SourceFields draft={draft} models={trainableModels(models)} splits={splits} onChange={change} />
        <DraftFields draft={draft} onChange={change} />
        <PlanLines draft={draft} plan={plan.data} error={plan.error} />
        <div className="training__actions">
          <Button
            type="submit"
            leftSection={<IconBarbell size={16} aria-hidden />}
            loading={start.isPending}
            disabled={!config || plan.isError}
            data-testid="train-start"
          >
            Train
          </Button>
          <Button
            variant="default"
            leftSection={<IconEye size={16} aria-hidden />}
            disabled={!config || plan.isError}
            aria-expanded={isPreviewOpen}
            data-testid="train-preview"
            onClick={() => setIsPreviewOpen(!isPreviewOpen)}
          >
            {isPreviewOpen ? "Hide the batch" : "Preview a batch"}
          </Button>
          {Object.keys(changes).length > 0 && (
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconRestore size={16} aria-hidden />}
              data-testid="train-reset"
              onClick={() => setChanges({})}
            >
              The notebook’s settings
            </Button>
          )}
        </div>
        <FailureLine error={start.error} />
      </form>
      {isPreviewOpen && config && plan.data && <BatchPreview config={config} stepsPerEpoch={plan.data.stepsPerEpoch} />}
    </Card>
  );
}

interface SourceFieldsProps {
  readonly draft: TrainingDraft;
  readonly models: readonly Model[];
  readonly splits: readonly Split[];
  readonly onChange: (part: Partial<TrainingDraft>) => void;
}

function SourceFields({ draft, models, splits, onChange }: SourceFieldsProps): JSX.Element {
  const splitOptions = splits.map(({ id, name, images }) => ({
    value: id as string,
    label: `${name} (${readableAmount(images, "image")})`,
  }));
  const splitOf = (value: string | null): Split["id"] | undefined => splits.find(({ id }) => id === value)?.id;
  return (
    <div className="training__sources">
      <Select
        label="Begin with"
        placeholder="No checkpoint yet"
        disabled={models.length === 0}
        data-testid="train-model"
        value={draft.modelId ?? null}
        data={models.map(({ id, name }) => ({ value: id as string, label: name }))}
        onChange={(value) => onChange({ modelId: models.find(({ id }) => id === value)?.id })}
      />
      <Select
        label="Learn from"
        placeholder="No split yet"
        disabled={splits.length === 0}
        data-testid="train-split"
        value={draft.trainSplitId ?? null}
        data={splitOptions}
        onChange={(value) => onChange({ trainSplitId: splitOf(value) })}
      />
      <Select
        label="Judge on, after each epoch"
        placeholder="No split yet"
        disabled={splits.length === 0}
        data-testid="train-validation"
        value={draft.validationSplitId ?? null}
        data={splitOptions}
        onChange={(value) => onChange({ validationSplitId: splitOf(value) })}
      />
      <TextInput
        label="Name, of the model too"
        maxLength={120}
        data-testid="train-name"
        value={draft.name}
        error={draft.name.trim() === "" && "It needs a name"}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
    </div>
  );
}
