/** @file What a training or a sweep would learn from, before it is begun, or why it cannot be. */
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { TrainingData } from "../../../src-shared/domain/training";
import { FailureLine } from "../../components/FailureLine";
import { readableAmount, readableCount } from "../../components/readable";
import { type Page, useLayout } from "../../stores/layout-store";
import { queries } from "../../stores/queries";
import { SCOPE_NAMES } from "./field-words";
import { readableLabel } from "./label-words";
import { problemOf, type SweepDraft } from "./sweep-draft";
import type { TrainingDraft } from "./training-draft";
import type { Start } from "./use-start";
import { type LabelName, wordsOf } from "./words-of";

export interface PlanLinesProps {
  readonly draft: TrainingDraft;
  readonly sweep: SweepDraft;
  readonly start: Pick<Start, "plan" | "isSettling" | "sweepPlan" | "planError">;
  /** Fields in which something stands that does not count. */
  readonly wrong: readonly LabelName[];
}

export function PlanLines({ draft, sweep, start, wrong }: PlanLinesProps): JSX.Element {
  const { plan, sweepPlan, planError, isSettling } = start;
  const problem = wrong[0] === undefined ? problemOf(sweep) : describeWrong(wrong[0]);
  if (problem) return <Reason>{problem}</Reason>;
  if (draft.name.trim() === "")
    return <Reason>It needs a name, which the model that comes of it will have too.</Reason>;
  if (planError) return <FailureLine error={planError} />;
  if (!plan) return <Missing draft={draft} />;
  const { data, stepsPerEpoch, notes } = plan;
  const steps = sweepPlan?.stepsTotal ?? stepsPerEpoch * draft.epochs;
  return (
    // Dimmed while the numbers are still those of the settings before.
    <div className="training__plan" data-testid="train-plan" aria-busy={isSettling}>
      <p>
        Learns from {readableAmount(data.trainPositives, "image")} with{" "}
        {readableAmount(data.trainBoxes, "box", "boxes")}
        {data.trainImages > data.trainPositives && describeNegatives(draft, data)},{" "}
        {readableAmount(stepsPerEpoch, "step")} an epoch, {readableCount(steps)} in all
        {sweepPlan && `, of ${readableAmount(sweepPlan.members.length, "training")} one after another`}; judged on{" "}
        {readableAmount(data.validationImages, "image")} with {readableAmount(data.validationBoxes, "box", "boxes")}.
      </p>
      {data.testImagesLeftOut > 0 && (
        <p>
          {readableAmount(data.testImagesLeftOut, "image")} of test patients{" "}
          {data.testImagesLeftOut === 1 ? "is" : "are"} left out.
        </p>
      )}
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      <Hint draft={draft} />
    </div>
  );
}

/** Why there is no plan, where a person can mend it here. */
function Reason({ children }: { readonly children: string }): JSX.Element {
  return (
    <p className="training__reason" data-testid="train-plan" role="status">
      {children}
    </p>
  );
}

function describeWrong(field: LabelName): string {
  return `What stands in “${readableLabel(wordsOf(field))}” does not count; mend it to see what would be learnt from.`;
}

/** A split has more images than are learnt from, which looks like data lost unless it is said. */
function describeNegatives(
  { negativesPerPositive }: TrainingDraft,
  { trainImages, trainPositives }: TrainingData,
): string {
  const without = `of the ${readableCount(trainImages - trainPositives)} without a box`;
  return negativesPerPositive === 0
    ? ` and none ${without}`
    : ` and ${negativesPerPositive} ${without} for each of them`;
}

/** What would make it quick, or what quickness costs. */
function Hint({ draft: { scope, isFromScratch } }: Pick<PlanLinesProps, "draft">): JSX.Element | null {
  const trials = useQuery(queries.devices()).data;
  const hasGpu = trials?.some(({ provider, works }) => works && provider !== "cpu") ?? true;
  if (isFromScratch) {
    return <p>Weights drawn anew all learn, and need many more images and epochs than a checkpoint’s.</p>;
  }
  if (scope === "heads") {
    return (
      <p>
        The last layers learn from what the rest has computed once of each image and its mirror image; no other change
        of the images is possible.
      </p>
    );
  }
  if (hasGpu) return null;
  return (
    <p>
      No GPU works here. “{SCOPE_NAMES.heads}”, under “What learns, and where”, learns several times as fast on a CPU.
    </p>
  );
}

function Missing({ draft: { modelId, trainSplitId, validationSplitId } }: Pick<PlanLinesProps, "draft">): JSX.Element {
  if (modelId === undefined) {
    return (
      <p className="training__plan aside">
        It begins with a torchvision checkpoint; <PageLink page="models">add one under Models</PageLink>.
      </p>
    );
  }
  if (trainSplitId === undefined || validationSplitId === undefined) {
    return (
      <p className="training__plan aside">
        It needs a split to learn from and one to be judged on; <PageLink page="data">draw them under Data</PageLink>.
      </p>
    );
  }
  return <p className="training__plan aside">Looking at the images…</p>;
}

function PageLink({ page, children }: { readonly page: Page; readonly children: string }): JSX.Element {
  return (
    <Anchor component="button" type="button" size="sm" onClick={() => useLayout.getState().goTo(page)}>
      {children}
    </Anchor>
  );
}
