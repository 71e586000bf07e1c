/** @file Begins a training, or a sweep of several: from which weights, on which images, for how long; all other settings
 * are the notebook's. */
import { Button, Select, TextInput } from "@mantine/core";
import { IconBarbell, IconEye, IconRestore } from "@tabler/icons-react";
import { type FormEvent, type JSX, useState } from "react";
import type { Model } from "../../../src-shared/domain/model";
import type { Split } from "../../../src-shared/domain/split";
import { Card } from "../../components/Card";
import { FailureLine } from "../../components/FailureLine";
import { readableAmount } from "../../components/readable";
import { BatchPreview } from "./BatchPreview";
import { DraftFields } from "./DraftFields";
import { FieldGroup } from "./FieldGroup";
import { PlanLines } from "./PlanLines";
import { SweepFields } from "./SweepFields";
import { describeSweep, firstSweep, type SweepDraft } from "./sweep-draft";
import { configOf, firstDraft, type TrainingDraft, trainableModels } from "./training-draft";
import { useStart } from "./use-start";

export interface TrainingFormProps {
  readonly models: readonly Model[];
  readonly splits: readonly Split[];
  /** Names that are taken. */
  readonly names: readonly string[];
}

export function TrainingForm({ models, splits, names }: TrainingFormProps): JSX.Element {
  const [changes, setChanges] = useState<Partial<TrainingDraft>>({});
  const [sweepChanges, setSweepChanges] = useState<Partial<SweepDraft>>({});
  const [resets, setResets] = useState(0);
  const [isPreviewOpen, setIsPreviewOpen] = useState(false);
  const draft = { ...firstDraft({ models, splits, names, modelId: changes.modelId }), ...changes };
  const sweep = { ...firstSweep(draft.learningRate), ...sweepChanges };
  const config = configOf(draft);
  const start = useStart({ config, sweep });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // What stands in such a field does not count, and the number that did before is not what is meant.
    const wrong = event.currentTarget.querySelector<HTMLInputElement>('[aria-invalid="true"]');
    if (wrong) return wrong.focus();
    // The next one is like this one, under a free name, and begins with the same weights.
    start.begin(() => setChanges(({ name: _name, ...kept }) => ({ ...kept, modelId: draft.modelId })));
  };
  return (
    <Card title="New training" testId="train">
      <form className="training__form" onSubmit={submit}>
        <SourceFields
          draft={draft}
          models={trainableModels(models)}
          splits={splits}
          onChange={(part) => setChanges({ ...changes, ...part })}
        />
        <DraftFields key={`draft ${resets}`} draft={draft} onChange={(part) => setChanges({ ...changes, ...part })} />
        <FieldGroup title="Sweep" summary={describeSweep(sweep)} testId="train-sweep">
          <SweepFields
            key={resets}
            sweep={sweep}
            hasFlipsAlone={draft.scope === "heads"}
            onChange={(part) => setSweepChanges({ ...sweepChanges, ...part })}
          />
        </FieldGroup>
        <PlanLines draft={draft} sweep={sweep} start={start} />
        <div className="training__actions">
          <Button
            type="submit"
            leftSection={<IconBarbell size={16} aria-hidden />}
            loading={start.isPending}
            disabled={!start.isReady}
            data-testid="train-start"
          >
            {sweep.kind === "off" ? "Train" : "Train them all"}
          </Button>
          <Button
            variant="default"
            leftSection={<IconEye size={16} aria-hidden />}
            disabled={!start.plan || start.planError !== null}
            aria-expanded={isPreviewOpen}
            data-testid="train-preview"
            onClick={() => setIsPreviewOpen(!isPreviewOpen)}
          >
            {isPreviewOpen ? "Hide the batch" : "Preview a batch"}
          </Button>
          {Object.keys({ ...changes, ...sweepChanges }).length > 0 && (
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconRestore size={16} aria-hidden />}
              data-testid="train-reset"
              onClick={() => {
                setChanges({});
                setSweepChanges({});
                setResets(resets + 1);
              }}
            >
              The notebook’s settings
            </Button>
          )}
        </div>
        <FailureLine error={start.startError} />
      </form>
      {isPreviewOpen && config && start.plan && (
        <BatchPreview config={config} stepsPerEpoch={start.plan.stepsPerEpoch} />
      )}
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
      <SplitSelect
        label="Learn from"
        testId="train-split"
        splits={splits}
        splitId={draft.trainSplitId}
        onChange={(trainSplitId) => onChange({ trainSplitId })}
      />
      <SplitSelect
        label="Judge on, after each epoch"
        testId="train-validation"
        splits={splits}
        splitId={draft.validationSplitId}
        onChange={(validationSplitId) => onChange({ validationSplitId })}
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

interface SplitSelectProps {
  readonly label: string;
  readonly testId: string;
  readonly splits: readonly Split[];
  readonly splitId: Split["id"] | undefined;
  readonly onChange: (splitId: Split["id"] | undefined) => void;
}

function SplitSelect({ label, testId, splits, splitId, onChange }: SplitSelectProps): JSX.Element {
  return (
    <Select
      label={label}
      placeholder="No split yet"
      disabled={splits.length === 0}
      data-testid={testId}
      value={splitId ?? null}
      data={splits.map(({ id, name, images }) => ({
        value: id as string,
        label: `${name} (${readableAmount(images, "image")})`,
      }))}
      onChange={(value) => onChange(splits.find(({ id }) => id === value)?.id)}
    />
  );
}
