/** @file Computes the stored figures of a run, for the first time or again. */
import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { JSX } from "react";
import type { Run } from "../../../src-shared/domain/run";
import { client } from "../../client/client";
import { reportFailure } from "../../components/report-failure";

export function EvaluateButton({ run }: { readonly run: Run }): JSX.Element {
  const evaluate = useMutation({ mutationFn: () => client.evaluations.evaluate({ runId: run.id }) });
  return (
    <Button
      variant={run.isEvaluated ? "default" : "filled"}
      leftSection={<IconRefresh size={14} aria-hidden />}
      loading={evaluate.isPending}
      disabled={run.state !== "complete"}
      data-testid="evaluate"
      onClick={() => reportFailure(evaluate.mutateAsync())}
    >
      {run.isEvaluated ? "Evaluate again" : "Evaluate"}
    </Button>
  );
}
