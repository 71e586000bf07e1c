/** @file What a training would learn from, before it is begun, or why it cannot be. */
import type { JSX } from "react";
import type { TrainingData } from "../../../src-shared/domain/training";
import { FailureLine } from "../../components/FailureLine";
import { readableAmount, readableCount } from "../../components/readable";
import type { TrainingDraft } from "./training-draft";

export interface PlanLinesProps {
  readonly draft: TrainingDraft;
  readonly plan:
    { readonly data: TrainingData; readonly stepsPerEpoch: number; readonly notes: readonly string[] } | undefined;
  readonly error: unknown;
}

export function PlanLines({ draft, plan, error }: PlanLinesProps): JSX.Element {
  if (error) return <FailureLine error={error} />;
  if (!plan) return <p className="training__plan aside">{missingOf(draft)}</p>;
  const { data, stepsPerEpoch, notes } = plan;
  return (
    <div className="training__plan" data-testid="train-plan">
      <p>
        Learns from {readableAmount(data.trainPositives, "image")} with{" "}
        {readableAmount(data.trainBoxes, "box", "boxes")}, {readableAmount(stepsPerEpoch, "step")} an epoch,{" "}
        {readableCount(stepsPerEpoch * draft.epochs)} in all; judged on {readableAmount(data.validationImages, "image")}{" "}
        with {readableAmount(data.validationBoxes, "box", "boxes")}.
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
    </div>
  );
}

function missingOf({ modelId, trainSplitId, validationSplitId }: TrainingDraft): string {
  if (modelId === undefined) return "It begins with a torchvision checkpoint; add one under Models.";
  if (trainSplitId === undefined || validationSplitId === undefined) {
    return "It needs a split to learn from and one to be judged on; draw them under Data.";
  }
  return "Looking at the images…";
}
