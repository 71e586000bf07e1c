/** @file The training page: begin, watch, pause, go on, stop, and compare. */
import { Skeleton } from "@mantine/core";
import { IconBarbell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, type RefObject, useEffect, useRef } from "react";
import type { Sweep } from "../../../src-shared/domain/sweep";
import type { Training } from "../../../src-shared/domain/training";
import { Card } from "../../components/Card";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PageFrame } from "../../components/PageFrame";
import { queries } from "../../stores/queries";
import { useTraining } from "../../stores/training-store";
import { ComparedTrainings } from "./ComparedTrainings";
import { SweepLine } from "./SweepLine";
import { TrainingForm } from "./TrainingForm";
import { TrainingLine } from "./TrainingLine";
import { WatchedSweep } from "./WatchedSweep";
import { WatchedTraining } from "./WatchedTraining";
import "./training.css";

export function TrainingPage(): JSX.Element {
  const { data: trainings, error, refetch } = useQuery(queries.trainings());
  const models = useQuery(queries.models()).data;
  const splits = useQuery(queries.splits()).data;
  const sweeps = useQuery(queries.sweeps()).data ?? NO_SWEEPS;
  return (
    <PageFrame
      title="Train"
      lead="A model goes on learning from your boxes, on this machine; never from test patients."
    >
      {error && <FailureNotice title="The trainings cannot be read" error={error} onRetry={refetch} />}
      {!error && !(trainings && models && splits) && <Skeleton h={160} />}
      {trainings && models && splits && (
        <>
          <Watched trainings={trainings} sweeps={sweeps} />
          <TrainingForm models={models} splits={splits} names={[...trainings, ...sweeps].map(({ name }) => name)} />
          <TrainingList trainings={trainings} sweeps={sweeps} />
        </>
      )}
    </PageFrame>
  );
}

const NO_SWEEPS: readonly Sweep[] = [];

interface ListedProps {
  readonly trainings: readonly Training[];
  readonly sweeps: readonly Sweep[];
}

function Watched({ trainings, sweeps }: ListedProps): JSX.Element | null {
  const comparedIds = useTraining((state) => state.comparedIds);
  const watched = useWatched(trainings);
  const element = useShownWhenChosen(watched);
  if (!watched) return null;
  const compared = trainings.filter(({ id }) => id !== watched.id && comparedIds.includes(id));
  const sweep = sweeps.find(({ id }) => id === watched.sweep?.id);
  return (
    <div className="training__watched" ref={element}>
      {sweep && <WatchedSweep sweep={sweep} watchedId={watched.id} />}
      <WatchedTraining
        key={watched.id}
        watched={watched}
        compared={compared}
        isSteeredBySweep={sweep?.state === "running" || sweep?.state === "paused"}
      />
      {compared.length > 0 && <ComparedTrainings trainings={[watched, ...compared]} />}
    </div>
  );
}

/** The newest first; the trainings of a sweep stand in its own table. */
function TrainingList({ trainings, sweeps }: ListedProps): JSX.Element {
  const watched = useWatched(trainings);
  const alone = trainings.filter(({ sweep }) => !sweeps.some(({ id }) => id === sweep?.id));
  const lines = [
    ...alone.map((training) => ({
      createdAt: training.createdAt,
      line: <TrainingLine key={training.id} training={training} isWatched={training.id === watched?.id} />,
    })),
    ...sweeps.map((sweep) => ({
      createdAt: sweep.createdAt,
      line: <SweepLine key={sweep.id} sweep={sweep} isWatched={sweep.id === watched?.sweep?.id} />,
    })),
  ];
  return (
    <Card title="Trainings" isFlush>
      {lines.length === 0 && (
        <Notice icon={IconBarbell} title="No training yet">
          Choose above what to begin with and what to learn from.
        </Notice>
      )}
      {lines.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)).map(({ line }) => line)}
    </Card>
  );
}

/** The chosen one, else the newest. */
function useWatched(trainings: readonly Training[]): Training | undefined {
  const watchedId = useTraining((state) => state.watchedId);
  return trainings.find(({ id }) => id === watchedId) ?? trainings[0];
}

/** A training that was begun or chosen further down is brought into view; the next member of a sweep is not, since it
 * begins while a person may be typing. */
function useShownWhenChosen(watched: Training | undefined): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const watchedId = useTraining((state) => state.watchedId);
  const chosen = [watched && watched.id === watchedId ? watchedId : undefined, watched?.sweep?.id].join(" ");
  const shown = useRef(chosen);
  useEffect(() => {
    if (shown.current === chosen) return;
    shown.current = chosen;
    element.current?.scrollIntoView({ block: "start" });
  }, [chosen]);
  return element;
}
