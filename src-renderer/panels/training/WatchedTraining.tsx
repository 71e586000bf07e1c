/** @file The training that is watched: how far it is, its figures, its curves, and the ways to pause, go on and stop. */
import { Progress, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { Training } from "../../../src-shared/domain/training";
import { EXECUTION_PROVIDER_NAMES } from "../../../src-shared/domain/device";
import type { Job } from "../../../src-shared/domain/job";
import { Card } from "../../components/Card";
import { FailureLine } from "../../components/FailureLine";
import { Figure } from "../../components/Figure";
import {
  readableBytes,
  readableCount,
  readableDuration,
  readableMoment,
  readableRate,
  UNDEFINED_FIGURE,
} from "../../components/readable";
import type { TrainingCurves } from "../../stores/grow-curves";
import { queries } from "../../stores/queries";
import { useTraining } from "../../stores/training-store";
import { MadeModel } from "./MadeModel";
import { OutcomeCases } from "./OutcomeCases";
import { recentSpeed } from "./recent-speed";
import { lossOfEpoch, readableFigure, readableLoss } from "./training-curves";
import { TrainingActions } from "./TrainingActions";
import { TrainingCharts } from "./TrainingCharts";

const NO_CURVES: TrainingCurves = { steps: [], epochs: [] };

export interface WatchedTrainingProps {
  readonly watched: Training;
  /** Laid over it. */
  readonly compared: readonly Training[];
  /** Its sweep begins, pauses and ends it. */
  readonly isSteeredBySweep: boolean;
}

export function WatchedTraining({ watched, compared, isSteeredBySweep }: WatchedTrainingProps): JSX.Element {
  const { axis, setAxis } = useTraining();
  const { data: curves = NO_CURVES, error } = useQuery(queries.trainingCurves(watched.id));
  const work = useQuery(queries.jobs()).data?.find(({ kind, subject }) => kind === "train" && subject === watched.id);
  const { stepsDone, stepsPerEpoch, config, state, name } = watched;
  const planned = stepsPerEpoch * config.epochs;
  return (
    <Card
      title={name}
      testId="watched-training"
      aside={!isSteeredBySweep && <TrainingActions key={watched.state} training={watched} />}
    >
      <div className="training__progress">
        <Progress
          value={(100 * stepsDone) / planned}
          color={state === "failed" ? "red" : "blue"}
          animated={state === "running"}
          striped={state === "running"}
          aria-label={`Progress of ${name}`}
        />
        <span className="figures" data-testid="training-progress">
          {describeProgress(watched, work)}
        </span>
      </div>
      {watched.reason && <p className="training__reason">{watched.reason}</p>}
      <FailureLine error={error} />
      <WatchedFigures training={watched} curves={curves} />
      <SegmentedControl
        className="training__axis"
        aria-label="What the curves run along"
        data-testid="training-axis"
        value={axis}
        data={[
          { value: "step", label: "By steps" },
          { value: "epoch", label: "By epochs" },
        ]}
        onChange={setAxis}
      />
      <TrainingCharts trainings={[watched, ...compared]} />
      {watched.outcome && <OutcomeCases training={watched} outcome={watched.outcome} />}
      <MadeModel training={watched} />
    </Card>
  );
}

function describeProgress(training: Training, work: Job | undefined): string {
  const { stepsDone, stepsPerEpoch, config, state, epochsDone } = training;
  const left = work?.current.state === "running" ? work.current.progress.secondsLeft : undefined;
  const parts = [
    state === "running" ? describeWork(work) : state,
    `step ${readableCount(stepsDone)} of ${readableCount(stepsPerEpoch * config.epochs)}`,
    `${epochsDone} of ${config.epochs} epochs judged`,
    left !== undefined && `${config.patience === undefined ? "" : "at most "}${describeLeft(left)}`,
  ];
  return parts.filter(Boolean).join(" · ");
}

/** What its worker does now: opening the network and judging an epoch take a while too. */
function describeWork(work: Job | undefined): string {
  if (work?.current.state === "queued") return "waiting for other work to end";
  return work?.current.state === "running" ? work.current.progress.note : "running";
}

/** Whoever leaves it alone wants to know when to come back. */
function describeLeft(seconds: number): string {
  const end = new Date(Date.now() + 1000 * seconds);
  return `${readableDuration(seconds)} left, until about ${readableMoment(end)}`;
}

interface WatchedFiguresProps {
  readonly training: Training;
  readonly curves: TrainingCurves;
}

function WatchedFigures({ training, curves }: WatchedFiguresProps): JSX.Element {
  const step = curves.steps.at(-1);
  const epoch = curves.epochs.at(-1);
  const speed = recentSpeed(curves);
  const loss = lossOfEpoch(curves.steps);
  const isStart = epoch?.epoch === 0;
  const judged = isStart ? "of the weights it begins with" : "after the last judged epoch";
  const notJudged = "No epoch has been judged yet.";
  const noStep = "No step is done yet.";
  return (
    <div className="training__figures">
      <Figure
        name="Mean loss, this epoch"
        value={loss === undefined ? UNDEFINED_FIGURE : readableLoss(loss)}
        definition={`Sum of all parts, the mean of the ${step && step.epoch > 1 ? `batches of epoch ${step.epoch}` : "batches"} so far.`}
        whyUndefined={noStep}
        testId="training-loss"
      />
      <Figure
        name={isStart ? "AP50 at the start" : "AP50"}
        value={readableFigure(epoch?.validation.AP50)}
        definition={`Average precision at IoU 0.5 on the validation split, ${judged}.`}
        whyUndefined={notJudged}
        testId="training-ap50"
      />
      <Figure
        name={isStart ? "AP at the start" : "AP"}
        value={readableFigure(epoch?.validation.AP)}
        definition={`Average precision over IoU 0.50 to 0.95 on the validation split, ${judged}.`}
        whyUndefined={notJudged}
      />
      <Figure
        name="Best AP"
        value={readableFigure(training.bestAp)}
        definition={
          training.bestEpoch === undefined
            ? "The epoch with the best AP is the one that is kept as a model."
            : `After epoch ${training.bestEpoch}: this is the one that is kept as a model.`
        }
        whyUndefined={notJudged}
      />
      <Figure
        name="Speed"
        value={speed === undefined ? UNDEFINED_FIGURE : `${readableRate(speed)} images/s`}
        definition={`Over the last fifty steps${training.provider ? `, on ${EXECUTION_PROVIDER_NAMES[training.provider]}` : ""}.`}
        whyUndefined={noStep}
      />
      <Figure
        name="Memory"
        value={step ? readableBytes(step.memoryBytes) : UNDEFINED_FIGURE}
        definition="What the worker process held after the last step."
        whyUndefined={noStep}
      />
    </div>
  );
}
