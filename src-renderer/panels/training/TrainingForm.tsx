/** @file Begins a training, or a sweep of several: from which weights, on which images, for how long; all other settings
 * are the usual ones. */
import { Button } from "@mantine/core";
import { IconBarbell, IconEye, IconRestore } from "@tabler/icons-react";
import { type FormEvent, type JSX, type KeyboardEvent, useCallback, useState } from "react";
import type { Model } from "../../../src-shared/domain/model";
import type { Split } from "../../../src-shared/domain/split";
import { Card } from "../../components/Card";
import { FailureLine } from "../../components/FailureLine";
import { BatchPreview } from "./BatchPreview";
import { DraftFields } from "./DraftFields";
import { FieldGrid } from "./FieldGrid";
import { FieldGroup } from "./FieldGroup";
import { LengthFields } from "./LengthFields";
import { PlanLines } from "./PlanLines";
import { SourceFields } from "./SourceFields";
import { SweepFields } from "./SweepFields";
import { describeSweep, firstSweep, type SweepDraft } from "./sweep-draft";
import { configOf, firstDraft, type TrainingDraft, trainableModels } from "./training-draft";
import { useStart } from "./use-start";
import type { LabelName } from "./words-of";
import { WrongFields } from "./wrong-fields";

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
  const { wrong, tellWrong } = useWrongFields();
  // What stands in such a field does not count, and the number that did before is not what is meant.
  const config = wrong.length === 0 ? configOf(draft) : undefined;
  const start = useStart({ config, sweep });
  const change = (part: Partial<TrainingDraft>): void => setChanges({ ...changes, ...part });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const toMend = event.currentTarget.querySelector<HTMLInputElement>('[aria-invalid="true"]');
    if (toMend) return toMend.focus();
    // The next one is like this one, under a free name, and begins with the same weights.
    start.begin(() => setChanges(({ name: _name, ...kept }) => ({ ...kept, modelId: draft.modelId })));
  };
  return (
    <Card title="New training" testId="train">
      <form className="training__form" onSubmit={submit} onKeyDown={keepFromSubmitting}>
        <WrongFields value={tellWrong}>
          <FieldGrid>
            <div className="training__sources">
              <SourceFields draft={draft} models={trainableModels(models)} splits={splits} onChange={change} />
            </div>
            <div className="training__fields" key={`length ${resets}`}>
              <LengthFields draft={draft} onChange={change} />
            </div>
          </FieldGrid>
          <DraftFields key={`draft ${resets}`} draft={draft} onChange={change} />
          <FieldGroup title="Several trainings" term="sweep" summary={describeSweep(sweep)} testId="train-sweep">
            <SweepFields
              key={resets}
              sweep={sweep}
              hasFlipsAlone={draft.scope === "heads"}
              onChange={(part) => setSweepChanges({ ...sweepChanges, ...part })}
            />
          </FieldGroup>
        </WrongFields>
        <PlanLines draft={draft} sweep={sweep} start={start} wrong={wrong} />
        <div className="training__actions">
          <Button
            type="submit"
            leftSection={<IconBarbell size={16} aria-hidden />}
            loading={start.isPending}
            // Pressed all the same, it leads to the field that is to be mended.
            disabled={!start.isReady && wrong.length === 0}
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
              Back to the usual settings
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

/** Enter in a field, pressed to settle its number, would begin hours of work: the button alone does. */
function keepFromSubmitting(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
}

interface WrongNumbers {
  /** In the order in which they became wrong. */
  readonly wrong: readonly LabelName[];
  readonly tellWrong: (field: LabelName, isWrong: boolean) => void;
}

function useWrongFields(): WrongNumbers {
  const [wrong, setWrong] = useState<readonly LabelName[]>([]);
  const tellWrong = useCallback((field: LabelName, isWrong: boolean): void => {
    setWrong((fields) => {
      if (fields.includes(field) === isWrong) return fields;
      return isWrong ? [...fields, field] : fields.filter((one) => one !== field);
    });
  }, []);
  return { wrong, tellWrong };
}
