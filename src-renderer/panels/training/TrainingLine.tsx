/** @file One training in the list: how it stands, what it reached, and whether its curves are drawn. */
import { Button, Checkbox, Group } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Training } from "../../../src-shared/domain/training";
import { client } from "../../client/client";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { readableCount, readableDate, readableDuration } from "../../components/readable";
import { ToolButton } from "../../components/ToolButton";
import { useTraining } from "../../stores/training-store";
import { describeConfig } from "./field-words";
import { readableFigure } from "./training-curves";

export interface TrainingLineProps {
  readonly training: Training;
  readonly isWatched: boolean;
}

export function TrainingLine({ training, isWatched }: TrainingLineProps): JSX.Element {
  const isCompared = useTraining(({ comparedIds }) => comparedIds.includes(training.id));
  return (
    <article className="training__line" data-testid="training" data-watched={isWatched}>
      <Checkbox
        aria-label={`Lay the curves of ${training.name} over the watched ones`}
        title="Lay its curves over those of the watched training"
        disabled={isWatched}
        checked={isWatched || isCompared}
        data-testid="training-compare"
        onChange={() => useTraining.getState().toggleCompared(training.id)}
      />
      <div>
        <div className="training__name">
          <b>{training.name}</b>
          <span data-state={training.state} data-testid="training-state">
            {training.state}
          </span>
        </div>
        <p className="aside figures">{describeTraining(training)}</p>
        <p className="aside figures">{describeConfig(training.config)}</p>
        {training.reason && <p className="training__reason">{training.reason}</p>}
      </div>
      <Group gap="xs" wrap="nowrap">
        <Button
          variant={isWatched ? "light" : "default"}
          aria-pressed={isWatched}
          data-testid="training-watch"
          onClick={() => useTraining.getState().watch(training.id)}
        >
          {isWatched ? "Watched" : "Watch"}
        </Button>
        <RemoveTraining training={training} />
      </Group>
    </article>
  );
}

function describeTraining(training: Training): string {
  const { stepsDone, stepsPerEpoch, config, seconds, bestAp, bestEpoch } = training;
  const parts = [
    `from ${training.modelName}`,
    `${training.trainSplitName} → ${training.validationSplitName}`,
    `${readableCount(stepsDone)} of ${readableCount(stepsPerEpoch * config.epochs)} steps`,
    seconds > 0 && readableDuration(seconds),
    bestEpoch !== undefined && `best AP ${readableFigure(bestAp)} after epoch ${bestEpoch}`,
    readableDate(training.createdAt),
  ];
  return parts.filter(Boolean).join(" · ");
}

function RemoveTraining({ training }: { readonly training: Training }): JSX.Element {
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => client.training.remove({ trainingId: training.id }),
    onSuccess: () => {
      useTraining.getState().forget([training.id]);
      setIsAsking(false);
    },
  });
  return (
    <>
      <ToolButton
        icon={IconTrash}
        label={training.state === "running" ? "Pause or stop it first" : "Remove this training…"}
        isDisabled={training.state === "running"}
        testId="training-remove"
        onClick={() => setIsAsking(true)}
      />
      {isAsking && (
        <ConfirmDialog
          title={`Remove ${training.name}?`}
          action="Remove"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setIsAsking(false)}
        >
          Its curves and checkpoints go with it, and it cannot go on.
          {training.madeModelId ? " The model that it made stays." : " It has made no model yet."}
        </ConfirmDialog>
      )}
    </>
  );
}
