/** @file Looks at a box without the network's insides: D-RISE, with its number of masks. */
import { Button, NumberInput, Tooltip } from "@mantine/core";
import { IconZoomQuestion } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Explanation } from "../../../src-shared/domain/explanation";
import { client } from "../../client/client";
import { FailureLine } from "../../components/FailureLine";

/** As the contract takes them (src-shared/contract/explanations.ts). */
const MASKS = { least: 50, usual: 500, most: 20_000, step: 50 } as const;

export interface RiseControlsProps {
  readonly examined: Pick<Explanation, "runId" | "instanceId" | "target">;
  /** A check or D-RISE is under way already. */
  readonly isBusy: boolean;
}

export function RiseControls({ examined, isBusy }: RiseControlsProps): JSX.Element {
  const [masks, setMasks] = useState<number>(MASKS.usual);
  const look = useMutation({
    mutationFn: () => client.explanations.examine({ ...examined, method: "d-rise", layer: "input", masks }),
  });
  return (
    <>
      <div className="explanation__d-rise">
        <NumberInput
          aria-label="Masks of D-RISE"
          data-testid="d-rise-masks"
          suffix=" masks"
          min={MASKS.least}
          max={MASKS.most}
          step={MASKS.step}
          allowDecimal={false}
          value={masks}
          onChange={(value) => typeof value === "number" && setMasks(value)}
        />
        <Tooltip label="One detection a mask; more masks make a smoother map.">
          <Button
            variant="light"
            leftSection={<IconZoomQuestion size={16} aria-hidden />}
            loading={look.isPending}
            disabled={isBusy}
            data-testid="run-d-rise"
            onClick={() => look.mutate()}
          >
            Look with D-RISE
          </Button>
        </Tooltip>
      </div>
      <FailureLine error={look.error} />
    </>
  );
}
