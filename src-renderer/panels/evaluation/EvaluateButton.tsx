/** @file Computes the stored figures of a run, for the first time or again. */
import { Button, Tooltip } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { JSX } from "react";
import type { Run } from "../../../src-shared/domain/run";
import { client } from "../../client/client";
import { reportFailure } from "../../components/report-failure";
import { scoreAsGiven } from "../../stores/chosen-calibration";
import { useThresholds } from "../../stores/thresholds-store";

export interface EvaluateButtonProps {
  readonly run: Run;
  /** False where there are no figures yet, or where an older version computed fewer of them. */
  readonly isUpToDate: boolean;
}

export function EvaluateButton({ run, isUpToDate }: EvaluateButtonProps): JSX.Element {
  const evaluate = useMutation({
    mutationFn: () => {
      const { scoreThreshold, iouThreshold } = useThresholds.getState();
      // The stored figures know the scores as the model gave them.
      return client.evaluations.evaluate({ runId: run.id, scoreThreshold: scoreAsGiven(scoreThreshold), iouThreshold });
    },
  });
  return (
    <Tooltip label="Precision, recall and the RSNA metric are computed at the thresholds above, all figures with 95 % intervals.">
      <Button
        variant={isUpToDate ? "default" : "filled"}
        leftSection={<IconRefresh size={14} aria-hidden />}
        loading={evaluate.isPending}
        disabled={run.state !== "complete"}
        data-testid="evaluate"
        onClick={() => reportFailure(evaluate.mutateAsync())}
      >
        {run.isEvaluated ? "Evaluate again" : "Evaluate"}
      </Button>
    </Tooltip>
  );
}
