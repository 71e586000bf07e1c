/** @file From a trained model to the cases that got better or worse: two runs over the validation split, compared. */
import { Button } from "@mantine/core";
import { IconArrowsDiff, IconPhotoScan, IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { Model } from "../../../src-shared/domain/model";
import type { Run } from "../../../src-shared/domain/run";
import type { Training } from "../../../src-shared/domain/training";
import { client } from "../../client/client";
import { FailureLine } from "../../components/FailureLine";
import { useActiveRun } from "../../stores/active-run-store";
import { useComparison } from "../../stores/comparison-store";
import { useLayout } from "../../stores/layout-store";
import { queries } from "../../stores/queries";
import { runsToCompare } from "./runs-to-compare";

export interface CaseChangesProps {
  readonly training: Training;
  readonly made: Model;
  /** Undefined where it was removed since, and where weights drawn anew have nothing to be compared with. */
  readonly start: Model | undefined;
}

export function CaseChanges({ training, made, start }: CaseChangesProps): JSX.Element {
  const { validationSplitName } = training;
  const { validationSplitId, device } = training.config;
  const runs = useQuery(queries.runs()).data ?? [];
  const { left, right } = runsToCompare(runs, { left: start?.id, right: made.id }, validationSplitId);
  const missing = [...(start && !left ? [start] : []), ...(right ? [] : [made])];
  const isDetecting = runs.some(
    (run) =>
      run.state === "running" && run.splitId === validationSplitId && missing.some(({ id }) => id === run.modelId),
  );
  const detect = useMutation({
    mutationFn: () =>
      Promise.all(missing.map(({ id }) => client.runs.detect({ modelId: id, splitId: validationSplitId, device }))),
  });
  return (
    <div className="training__cases" data-testid="training-cases">
      {missing.length > 0 && (
        <>
          <span>
            {start && "To compare case by case, at any threshold, "}
            {missing.map(({ name }) => name).join(" and ")} {missing.length > 1 ? "have" : "has"} to detect on{" "}
            {validationSplitName} first.
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
      {right && (
        <Button
          variant="default"
          leftSection={<IconPhotoScan size={14} aria-hidden />}
          data-testid="training-read"
          onClick={() => readRun(right)}
        >
          Read its boxes
        </Button>
      )}
      {left && right && (
        <Button
          variant="light"
          leftSection={<IconArrowsDiff size={14} aria-hidden />}
          data-testid="training-compare-cases"
          onClick={() => compareRuns(left, right)}
        >
          Compare with {left.modelName}
        </Button>
      )}
      <FailureLine error={detect.error} />
    </div>
  );
}

function readRun(run: Run): void {
  useActiveRun.getState().chooseRun(run.id);
  useLayout.getState().goTo("reading");
}

function compareRuns(left: Run, right: Run): void {
  useComparison.getState().chooseLeft(left.id);
  useComparison.getState().chooseRight(right.id);
  useLayout.getState().goTo("comparison");
}
