/** @file From a trained model to the cases that got better or worse: two runs over the validation split, compared. */
import { Button } from "@mantine/core";
import { IconArrowsDiff, IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { ModelId } from "../../../src-shared/domain/identifiers";
import type { Run } from "../../../src-shared/domain/run";
import type { Training } from "../../../src-shared/domain/training";
import { client } from "../../client/client";
import { FailureLine } from "../../components/FailureLine";
import { useComparison } from "../../stores/comparison-store";
import { useLayout } from "../../stores/layout-store";
import { queries } from "../../stores/queries";
import { runsToCompare } from "./runs-to-compare";

/** Nothing until the training has made its model. */
export function CaseChanges({ training }: { readonly training: Training }): JSX.Element | null {
  const { madeModelId } = training;
  return madeModelId ? <Changes training={training} madeModelId={madeModelId} /> : null;
}

interface ChangesProps {
  readonly training: Training;
  readonly madeModelId: ModelId;
}

function Changes({ training, madeModelId }: ChangesProps): JSX.Element {
  const { modelId, validationSplitId, device } = training.config;
  const runs = useQuery(queries.runs()).data ?? [];
  const { left, right } = runsToCompare(runs, { left: modelId, right: madeModelId }, validationSplitId);
  const missing = [...(left ? [] : [modelId]), ...(right ? [] : [madeModelId])];
  const isDetecting = runs.some(
    (run) => missing.includes(run.modelId) && run.splitId === validationSplitId && run.state === "running",
  );
  const detect = useMutation({
    mutationFn: () =>
      Promise.all(missing.map((one) => client.runs.detect({ modelId: one, splitId: validationSplitId, device }))),
  });
  return (
    <div className="training__cases" data-testid="training-cases">
      {left && right ? (
        <>
          <span>Which cases got better, and which worse, than with {training.modelName}?</span>
          <Button
            variant="light"
            leftSection={<IconArrowsDiff size={14} aria-hidden />}
            data-testid="training-compare-cases"
            onClick={() => compareRuns(left, right)}
          >
            Compare the cases
          </Button>
        </>
      ) : (
        <>
          <span>
            The model is registered. To see which cases got better or worse, it and {training.modelName} detect on{" "}
            {training.validationSplitName} first.
          </span>
          <Button
            variant="light"
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            loading={detect.isPending || isDetecting}
            data-testid="training-detect"
            onClick={() => detect.mutate()}
          >
            Detect
          </Button>
        </>
      )}
      <FailureLine error={detect.error} />
    </div>
  );
}

function compareRuns(left: Run, right: Run): void {
  useComparison.getState().chooseLeft(left.id);
  useComparison.getState().chooseRight(right.id);
  useLayout.getState().goTo("comparison");
}
