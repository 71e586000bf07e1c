/** @file Checks the map on screen: is it about the model at all? */
import { Button, Tooltip } from "@mantine/core";
import { IconMicroscope } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { JSX } from "react";
import type { Explanation } from "../../../src-shared/domain/explanation";
import { client } from "../../client/client";
import { FailureLine } from "../../components/FailureLine";

export interface CheckButtonProps {
  readonly map: Explanation;
  /** A check or D-RISE is under way already. */
  readonly isBusy: boolean;
}

export function CheckButton({ map, isBusy }: CheckButtonProps): JSX.Element {
  const { runId, instanceId, target, method, layer, measures } = map;
  const isChecked = measures.randomisation !== undefined || measures.deletion !== undefined;
  const check = useMutation({
    mutationFn: () => client.explanations.examine({ runId, instanceId, target, method, layer }),
  });
  return (
    <>
      <Tooltip label="Removes and puts back what the map points at, and scrambles the network from the output down. Some thirty detections.">
        <Button
          variant={isChecked ? "default" : "light"}
          leftSection={<IconMicroscope size={16} aria-hidden />}
          loading={check.isPending}
          disabled={isBusy}
          data-testid="check-map"
          onClick={() => check.mutate()}
        >
          {isChecked ? "Check this map again" : "Check this map"}
        </Button>
      </Tooltip>
      <FailureLine error={check.error} />
    </>
  );
}
