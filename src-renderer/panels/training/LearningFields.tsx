/** @file How far each step moves the weights: optimiser, learning rate and how it falls. */
import type { JSX } from "react";
import { Optimizer, Schedule } from "../../../src-shared/domain/training";
import { ChoiceField } from "./ChoiceField";
import { OPTIMIZER_NAMES, SCHEDULE_NAMES } from "./field-words";
import { NumberField } from "./NumberField";
import { SwitchField } from "./SwitchField";
import { type TrainingDraft, USUAL_LEARNING_RATES } from "./training-draft";

export interface DraftFieldsProps {
  readonly draft: TrainingDraft;
  readonly onChange: (part: Partial<TrainingDraft>) => void;
}

export function LearningFields({ draft, onChange }: DraftFieldsProps): JSX.Element {
  const { learningRate, optimizer, schedule, isWarmedUp, clipNorm } = draft;
  return (
    <>
      <ChoiceField
        field="optimizer"
        value={optimizer.kind}
        names={OPTIMIZER_NAMES}
        onChange={(kind) => onChange(changeOptimizer(draft, kind))}
      />
      <NumberField
        field="learningRate"
        value={learningRate}
        isPositive
        step={0.001}
        onChange={(next) => onChange({ learningRate: next })}
      />
      <OptimizerFields optimizer={optimizer} onChange={(next) => onChange({ optimizer: next })} />
      <ChoiceField
        field="schedule"
        value={schedule.kind}
        names={SCHEDULE_NAMES}
        onChange={(kind) => onChange({ schedule: Schedule.parse({ kind }) })}
      />
      <ScheduleFields schedule={schedule} onChange={(next) => onChange({ schedule: next })} />
      <NumberField
        field="clipNorm"
        value={clipNorm}
        isPositive
        step={1}
        onChange={(next) => onChange({ clipNorm: next })}
        onClear={() => onChange({ clipNorm: undefined })}
      />
      <SwitchField field="isWarmedUp" isOn={isWarmedUp} onChange={(next) => onChange({ isWarmedUp: next })} />
    </>
  );
}

interface OptimizerFieldsProps {
  readonly optimizer: Optimizer;
  readonly onChange: (optimizer: Optimizer) => void;
}

const BELOW_1 = 0.999999;

function OptimizerFields({ optimizer, onChange }: OptimizerFieldsProps): JSX.Element {
  const decay = (
    <NumberField
      field="weightDecay"
      value={optimizer.weightDecay}
      step={0.0001}
      onChange={(weightDecay) => onChange({ ...optimizer, weightDecay })}
    />
  );
  if (optimizer.kind === "sgd") {
    return (
      <>
        <NumberField
          field="momentum"
          value={optimizer.momentum}
          most={1}
          onChange={(momentum) => onChange({ ...optimizer, momentum })}
        />
        {decay}
      </>
    );
  }
  return (
    <>
      <NumberField
        field="beta1"
        value={optimizer.beta1}
        most={BELOW_1}
        onChange={(beta1) => onChange({ ...optimizer, beta1 })}
      />
      <NumberField
        field="beta2"
        value={optimizer.beta2}
        most={BELOW_1}
        onChange={(beta2) => onChange({ ...optimizer, beta2 })}
      />
      <NumberField
        field="epsilon"
        value={optimizer.epsilon}
        isPositive
        step={1e-8}
        onChange={(epsilon) => onChange({ ...optimizer, epsilon })}
      />
      {decay}
    </>
  );
}

interface ScheduleFieldsProps {
  readonly schedule: Schedule;
  readonly onChange: (schedule: Schedule) => void;
}

function ScheduleFields({ schedule, onChange }: ScheduleFieldsProps): JSX.Element | null {
  if (schedule.kind === "constant") return null;
  if (schedule.kind === "cosine") {
    return (
      <NumberField
        field="least"
        value={schedule.least}
        step={0.0001}
        onChange={(least) => onChange({ ...schedule, least })}
      />
    );
  }
  return (
    <>
      <NumberField
        field="everyEpochs"
        value={schedule.everyEpochs}
        least={1}
        isWhole
        onChange={(everyEpochs) => onChange({ ...schedule, everyEpochs })}
      />
      <NumberField
        field="factor"
        value={schedule.factor}
        isPositive
        onChange={(factor) => onChange({ ...schedule, factor })}
      />
    </>
  );
}

/** The usual learning rate goes with the optimiser; one that a person chose stays. */
function changeOptimizer({ optimizer, learningRate }: TrainingDraft, kind: Optimizer["kind"]): Partial<TrainingDraft> {
  if (kind === optimizer.kind) return {};
  const isUsual = learningRate === USUAL_LEARNING_RATES[optimizer.kind];
  return { optimizer: Optimizer.parse({ kind }), ...(isUsual && { learningRate: USUAL_LEARNING_RATES[kind] }) };
}
