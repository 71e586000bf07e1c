/** @file Makes the heat maps of a run's errors, the most confident first, in one job that can be stopped and go on. */
import { Button } from "@mantine/core";
import { IconFlame } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { ErrorsToExplain } from "../../../src-shared/contract/explanations";
import type { Run } from "../../../src-shared/domain/run";
import { client } from "../../client/client";
import { Card } from "../../components/Card";
import { FailureLine } from "../../components/FailureLine";
import { readableAmount } from "../../components/readable";
import { chosenLayer, type MapLayers } from "../../stores/chosen-layer";
import { useThresholdAsGiven } from "../../stores/chosen-calibration";
import { useExplanation } from "../../stores/explanation-store";
import type { RunAnalysis } from "../../stores/run-analysis";
import { useThresholds } from "../../stores/thresholds-store";
import { useMapLayers } from "../../stores/use-chosen-map";
import { type BatchChoice, BatchFields, WHICH } from "./BatchFields";
import { BatchJobs } from "./BatchJobs";
import { mapGroupId } from "./map-groups";
import { RemoveMaps } from "./RemoveMaps";

const USUAL_LIMIT = 50;

export interface BatchCardProps {
  readonly run: Run;
  readonly analysis: RunAnalysis;
  /** With the group that the maps will be in. */
  readonly onStart: (groupId: string) => void;
}

export function BatchCard(props: BatchCardProps): JSX.Element {
  const { data: layers, error } = useMapLayers(true);
  return (
    <Card title="Make the maps" testId="explain-run" aside={<RemoveMaps run={props.run} />}>
      <FailureLine error={error} />
      {layers && <BatchForm {...props} layers={layers} />}
      <BatchJobs runId={props.run.id} />
    </Card>
  );
}

function BatchForm(props: BatchCardProps & { readonly layers: MapLayers }): JSX.Element {
  const { run, analysis, layers, onStart } = props;
  const iouThreshold = useThresholds((state) => state.iouThreshold);
  const scoreThreshold = useThresholdAsGiven();
  const [choice, setChoice] = useState(() => firstChoice(layers));
  const counts = countsOf(analysis);
  const { which, limit } = choice;
  const maps = WHICH.reduce((sum, kind) => sum + (which[kind] ? Math.min(limit, counts[kind]) : 0), 0);
  const start = useMutation({
    mutationFn: () => client.explanations.explainRun({ runId: run.id, scoreThreshold, iouThreshold, ...choice }),
    onSuccess: () => onStart(mapGroupId(choice)),
  });
  return (
    <>
      <div className="explanation__batch">
        <BatchFields
          choice={choice}
          counts={counts}
          layers={layers}
          onChange={(part) => setChoice({ ...choice, ...part })}
        />
        <Button
          leftSection={<IconFlame size={16} aria-hidden />}
          loading={start.isPending}
          disabled={maps === 0 || choice.layer === ""}
          data-testid="explain-start"
          onClick={() => start.mutate()}
        >
          Make {readableAmount(maps, "map")}
        </Button>
      </div>
      <p className="aside">
        At score {scoreThreshold.toFixed(2)} and IoU {iouThreshold.toFixed(2)}, the thresholds at the top; the most
        confident first. Maps that are kept already are not made again.
      </p>
      <FailureLine error={start.error} />
    </>
  );
}

/** As the reader has it beside the image. */
function firstChoice(layers: MapLayers): BatchChoice {
  const { method, layer } = useExplanation.getState();
  return {
    which: { falsePositives: true, misses: true, truePositives: true },
    limit: USUAL_LIMIT,
    withChecks: false,
    method: method === "d-rise" ? "grad-cam" : method,
    layer: chosenLayer(layers, layer)?.name ?? "",
  };
}

function countsOf({ matches, errors }: RunAnalysis): Readonly<Record<keyof ErrorsToExplain, number>> {
  const truePositives = matches.referenceOf.reduce((count, reference) => count + (reference >= 0 ? 1 : 0), 0);
  return { truePositives, falsePositives: errors.falsePositives.length, misses: errors.misses.length };
}
