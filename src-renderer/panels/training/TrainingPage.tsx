/** @file The training page: begin, watch, pause, go on, stop, and compare. */
import { Skeleton } from "@mantine/core";
import { IconBarbell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { Training } from "../../../src-shared/domain/training";
import { Card } from "../../components/Card";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PageFrame } from "../../components/PageFrame";
import { queries } from "../../stores/queries";
import { useTraining } from "../../stores/training-store";
import { ComparedTrainings } from "./ComparedTrainings";
import { TrainingForm } from "./TrainingForm";
import { TrainingLine } from "./TrainingLine";
import { WatchedTraining } from "./WatchedTraining";
import "./training.css";

export function TrainingPage(): JSX.Element {
  const { data: trainings, error, refetch } = useQuery(queries.trainings());
  const models = useQuery(queries.models()).data;
  const splits = useQuery(queries.splits()).data;
  return (
    <PageFrame
      title="Train"
      lead="A model goes on learning from your boxes, on this machine. Patients of test splits are never learnt from."
    >
      {error && <FailureNotice title="The trainings cannot be read" error={error} onRetry={refetch} />}
      {!error && !(trainings && models && splits) && <Skeleton h={160} />}
      {trainings && models && splits && (
        <>
          <Watched trainings={trainings} />
          <TrainingForm models={models} splits={splits} trainings={trainings} />
          <TrainingList trainings={trainings} />
        </>
      )}
    </PageFrame>
  );
}

function Watched({ trainings }: { readonly trainings: readonly Training[] }): JSX.Element | null {
  const comparedIds = useTraining((state) => state.comparedIds);
  const watched = useWatched(trainings);
  if (!watched) return null;
  const compared = trainings.filter(({ id }) => id !== watched.id && comparedIds.includes(id));
  return (
    <>
      <WatchedTraining key={watched.id} watched={watched} compared={compared} />
      {compared.length > 0 && <ComparedTrainings trainings={[watched, ...compared]} />}
    </>
  );
}

function TrainingList({ trainings }: { readonly trainings: readonly Training[] }): JSX.Element {
  const watched = useWatched(trainings);
  return (
    <Card title="Trainings" isFlush>
      {trainings.length === 0 && (
        <Notice icon={IconBarbell} title="No training yet">
          Choose above what to begin with and what to learn from.
        </Notice>
      )}
      {trainings.map((training) => (
        <TrainingLine key={training.id} training={training} isWatched={training.id === watched?.id} />
      ))}
    </Card>
  );
}

/** The chosen one, else the newest. */
function useWatched(trainings: readonly Training[]): Training | undefined {
  const watchedId = useTraining((state) => state.watchedId);
  return trainings.find(({ id }) => id === watchedId) ?? trainings[0];
}
