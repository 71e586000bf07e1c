/** @file What takes long for one map: checking it, and looking without the network's insides. */
import { Button, NumberInput, Tooltip } from "@mantine/core";
import { IconMicroscope, IconZoomQuestion } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Explanation } from "../../../src-shared/domain/explanation";
import { client } from "../../client/client";
import { FailureLine } from "../../components/FailureLine";
import { JobLine } from "../../components/JobLine";
import { PanelPart } from "../../components/PanelPart";
import { reportFailure } from "../../components/report-failure";
import { queries } from "../../stores/queries";

/** As the contract takes them (src-shared/contract/explanations.ts). */
const MASKS = { least: 50, usual: 500, most: 20_000, step: 50 } as const;

export type Examined = Pick<Explanation, "runId" | "instanceId" | "target">;

export interface ChecksPartProps {
  readonly examined: Examined;
  /** The map on screen; undefined while there is none. */
  readonly map: Explanation | undefined;
}

export function ChecksPart({ examined, map }: ChecksPartProps): JSX.Element {
  const [masks, setMasks] = useState<number>(MASKS.usual);
  const look = useMutation({
    mutationFn: () => client.explanations.examine({ ...examined, method: "d-rise", layer: "input", masks }),
  });
  return (
    <PanelPart title="Checks">
      <div className="explanation__controls">
        {map && map.method !== "d-rise" && <CheckButton map={map} />}
        <div className="explanation__d-rise">
          <Tooltip label="Hides random parts of the image and watches what that does to the score: needs no gradients, one detection a mask.">
            <Button
              variant="default"
              leftSection={<IconZoomQuestion size={16} aria-hidden />}
              loading={look.isPending}
              data-testid="run-d-rise"
              onClick={() => look.mutate()}
            >
              D-RISE
            </Button>
          </Tooltip>
          <NumberInput
            aria-label="Masks of D-RISE"
            suffix=" masks"
            min={MASKS.least}
            max={MASKS.most}
            step={MASKS.step}
            allowDecimal={false}
            value={masks}
            onChange={(value) => typeof value === "number" && setMasks(value)}
          />
        </div>
        <FailureLine error={look.error} />
        <UnderWay runId={examined.runId} />
      </div>
    </PanelPart>
  );
}

function CheckButton({ map }: { readonly map: Explanation }): JSX.Element {
  const { runId, instanceId, target, method, layer, measures } = map;
  const isChecked = measures.randomisation !== undefined || measures.deletion !== undefined;
  const check = useMutation({
    mutationFn: () => client.explanations.examine({ runId, instanceId, target, method, layer }),
  });
  return (
    <>
      <Tooltip label="Removes and puts back what the map points at, and scrambles the network from the output down. Some twenty detections.">
        <Button
          variant={isChecked ? "default" : "light"}
          leftSection={<IconMicroscope size={16} aria-hidden />}
          loading={check.isPending}
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

function UnderWay({ runId }: Pick<Examined, "runId">): JSX.Element {
  const jobs = useQuery(queries.jobs()).data ?? [];
  const underWay = jobs.filter(
    ({ kind, subject, current }) =>
      kind === "examine-map" && subject === runId && (current.state === "running" || current.state === "queued"),
  );
  return (
    <>
      {underWay.map((job) => (
        <JobLine key={job.id} job={job} onCancel={() => reportFailure(client.jobs.cancel({ jobId: job.id }))} />
      ))}
    </>
  );
}
