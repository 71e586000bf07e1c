/** @file The splits of a data set, and whether a patient stands on two sides. */
import { Button, Skeleton } from "@mantine/core";
import { IconAlertTriangle, IconArrowsSplit2, IconCircleCheck, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { DatasetId } from "../../../src-shared/domain/identifiers";
import type { Overview } from "../../../src-shared/domain/overview";
import type { Split, SplitRecipe } from "../../../src-shared/domain/split";
import { client } from "../../client/client";
import { Card } from "../../components/Card";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { readableAmount } from "../../components/readable";
import { ToolButton } from "../../components/ToolButton";
import { queries } from "../../stores/queries";
import { SplitDialog } from "./SplitDialog";

export interface SplitsCardProps {
  readonly datasetId: DatasetId;
  readonly overview: Overview;
}

export function SplitsCard({ datasetId, overview }: SplitsCardProps): JSX.Element {
  const { data, error, refetch } = useQuery(queries.splits());
  const [isDrawing, setIsDrawing] = useState(false);
  const splits = data?.filter((split) => split.datasetId === datasetId);
  const action = (
    <Button
      variant="default"
      leftSection={<IconArrowsSplit2 size={16} aria-hidden />}
      disabled={overview.patients === 0}
      data-testid="draw-split"
      onClick={() => setIsDrawing(true)}
    >
      Draw a split…
    </Button>
  );
  return (
    <Card title="Splits" isFlush testId="splits" aside={action}>
      {error && <FailureNotice title="The splits cannot be read" error={error} onRetry={refetch} />}
      {!splits && !error && <Skeleton h={60} m="md" />}
      {splits?.length === 0 && (
        <Notice icon={IconArrowsSplit2} title="No split yet">
          A split keeps training, validation and test apart by patient.
        </Notice>
      )}
      {splits?.map((split) => (
        <SplitLine key={split.id} split={split} />
      ))}
      {splits && splits.length > 0 && <SharedPatients overview={overview} />}
      {isDrawing && <SplitDialog datasetId={datasetId} overview={overview} onClose={() => setIsDrawing(false)} />}
    </Card>
  );
}

function SplitLine({ split }: { readonly split: Split }): JSX.Element {
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => client.datasets.removeSplit({ splitId: split.id }),
    onSuccess: () => setIsAsking(false),
  });
  return (
    <div className="dataset__split" data-testid="split">
      <span className="dataset__name">
        <b>{split.name}</b>
        <span className="dataset__source">{describeRecipe(split.recipe)}</span>
      </span>
      <span className="dataset__count figures">{readableAmount(split.patients, "patient")}</span>
      <span className="dataset__count figures">{readableAmount(split.images, "image")}</span>
      <ToolButton icon={IconTrash} label={`Remove ${split.name}…`} onClick={() => setIsAsking(true)} />
      {isAsking && (
        <ConfirmDialog
          title={`Remove the split ${split.name}?`}
          action="Remove"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setIsAsking(false)}
        >
          Its {readableAmount(split.images, "image")} stay; only their membership goes.
        </ConfirmDialog>
      )}
    </div>
  );
}

function describeRecipe(recipe: SplitRecipe | undefined): string {
  if (!recipe) return "came with the data set";
  const { seed, population, validationFraction, testFraction } = recipe;
  const shares = [1 - validationFraction - testFraction, validationFraction, testFraction]
    .map((share) => Number((100 * share).toFixed(2)))
    .join(" / ");
  return `seed ${seed}, ${shares} %, ${population === "all" ? "every patient" : "patients with boxes"}`;
}

/** Several splits of one data set may overlap on purpose, so it is said and not refused here. */
function SharedPatients({ overview }: { readonly overview: Overview }): JSX.Element {
  const shared = overview.problems.filter(({ kind }) => kind === "patient-in-two-splits");
  const [first] = shared;
  if (!first) {
    return (
      <p className="dataset__guard" data-tone="fine" data-testid="split-guard">
        <IconCircleCheck size={16} aria-hidden /> No patient stands on two sides of one draw.
      </p>
    );
  }
  return (
    <p className="dataset__guard" data-tone="warning" data-testid="split-guard">
      <IconAlertTriangle size={16} aria-hidden />
      <span>
        {first.reason}
        {shared.length > 1 && ` So do ${readableAmount(shared.length - 1, "other patient")}; see the label problems.`}
      </span>
    </p>
  );
}
