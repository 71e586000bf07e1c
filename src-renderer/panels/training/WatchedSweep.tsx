/** @file The sweep that the watched training belongs to: how far it is, its trainings by validation AP, and what to do with it. */
import { Button, Progress } from "@mantine/core";
import { IconTrophy } from "@tabler/icons-react";
import type { JSX } from "react";
import type { TrainingId } from "../../../src-shared/domain/identifiers";
import type { Sweep } from "../../../src-shared/domain/sweep";
import { Card } from "../../components/Card";
import { readableCount, readableDuration } from "../../components/readable";
import { useTraining } from "../../stores/training-store";
import { SweepActions } from "./SweepActions";
import { SweepTable } from "./SweepTable";
import { bestOf, doubtsOf, progressOf } from "./sweep-figures";

export interface WatchedSweepProps {
  readonly sweep: Sweep;
  /** The one of its trainings that is watched. */
  readonly watchedId: TrainingId;
}

export function WatchedSweep({ sweep, watchedId }: WatchedSweepProps): JSX.Element {
  const { name, state, reason } = sweep;
  const { stepsDone, stepsTotal } = progressOf(sweep);
  const best = bestOf(sweep);
  const doubts = doubtsOf(sweep);
  return (
    <Card title={`Sweep ${name}`} testId="watched-sweep" aside={<SweepActions key={state} sweep={sweep} />}>
      <div className="training__progress">
        <Progress
          value={stepsTotal > 0 ? (100 * stepsDone) / stepsTotal : 0}
          animated={state === "running"}
          striped={state === "running"}
          aria-label={`Progress of the sweep ${name}`}
        />
        <span className="figures" data-testid="sweep-progress">
          {describeProgress(sweep)}
        </span>
      </div>
      {reason && <p className="training__reason">{reason}</p>}
      <SweepTable sweep={sweep} watchedId={watchedId} />
      <div className="training__cases">
        {best?.trainingId && (
          <Button
            variant="light"
            leftSection={<IconTrophy size={14} aria-hidden />}
            data-testid="sweep-best"
            onClick={() => useTraining.getState().watch(best.trainingId)}
          >
            Watch the best
          </Button>
        )}
        {doubts.length > 0 && <span className="aside">{doubts.join(" ")}</span>}
      </div>
    </Card>
  );
}

function describeProgress(sweep: Sweep): string {
  const { stepsDone, stepsTotal, ended, members, secondsLeft } = progressOf(sweep);
  const parts = [
    sweep.state,
    `${ended} of ${members} trainings ended`,
    `step ${readableCount(stepsDone)} of ${readableCount(stepsTotal)}`,
    sweep.state === "running" &&
      secondsLeft !== undefined &&
      `about ${readableDuration(secondsLeft)} of steps left, judging aside`,
  ];
  return parts.filter(Boolean).join(" · ");
}
