/** @file Makes the heat maps of a run's errors, the most confident first, in one job that can be stopped and go on. */
import { Button, Checkbox, NumberInput, Select } from "@mantine/core";
import { IconFlame } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { ErrorsToExplain } from "../../../src-shared/contract/explanations";
import { MAP_METHODS, MAP_METHOD_NAMES, type MapMethod } from "../../../src-shared/domain/explanation";
import type { Run } from "../../../src-shared/domain/run";
import { client } from "../../client/client";
import { Card } from "../../components/Card";
import { FailureLine } from "../../components/FailureLine";
import { readableAmount, readableCount } from "../../components/readable";
import { chosenLayer, type MapLayers } from "../../stores/chosen-layer";
import { useThresholdAsGiven } from "../../stores/chosen-calibration";
import { useExplanation } from "../../stores/explanation-store";
import type { RunAnalysis } from "../../stores/run-analysis";
import { useThresholds } from "../../stores/thresholds-store";
import { useMapLayers } from "../../stores/use-chosen-map";
import { BatchJobs } from "./BatchJobs";
import { LayerSelect } from "./LayerSelect";

type BatchMethod = Exclude<MapMethod, "d-rise">;
const BATCH_METHODS = MAP_METHODS.filter((method): method is BatchMethod => method !== "d-rise");
const USUAL_LIMIT = 50;

export interface BatchCardProps {
  readonly run: Run;
  readonly analysis: RunAnalysis;
}

export function BatchCard({ run, analysis }: BatchCardProps): JSX.Element {
  const { data: layers, error } = useMapLayers(true);
  return (
    <Card title="Make the maps" testId="explain-run">
      <FailureLine error={error} />
      {layers && <BatchForm run={run} analysis={analysis} layers={layers} />}
      <BatchJobs runId={run.id} />
    </Card>
  );
}

function BatchForm({ run, analysis, layers }: BatchCardProps & { readonly layers: MapLayers }): JSX.Element {
  const iouThreshold = useThresholds((state) => state.iouThreshold);
  const scoreThreshold = useThresholdAsGiven();
  const reading = useExplanation();
  const [which, setWhich] = useState<ErrorsToExplain>({ falsePositives: true, misses: true, truePositives: true });
  const [limit, setLimit] = useState(USUAL_LIMIT);
  const [withChecks, setWithChecks] = useState(false);
  const [method, setMethod] = useState<BatchMethod>(reading.method === "d-rise" ? "grad-cam" : reading.method);
  const [layer, setLayer] = useState(() => chosenLayer(layers, reading.layer)?.name ?? "");
  const counts = countsOf(analysis);
  const maps = WHICH.reduce((sum, kind) => sum + (which[kind] ? Math.min(limit, counts[kind]) : 0), 0);
  const start = useMutation({
    mutationFn: () =>
      client.explanations.explainRun({
        runId: run.id,
        method,
        layer,
        which,
        scoreThreshold,
        iouThreshold,
        withChecks,
        limit,
      }),
  });
  return (
    <>
      <div className="explanation__batch">
        <div className="explanation__which">
          {WHICH.map((kind) => (
            <Checkbox
              key={kind}
              label={`${WHICH_NAMES[kind]} (${readableCount(counts[kind])})`}
              data-testid={`explain-${kind}`}
              checked={which[kind]}
              onChange={(event) => setWhich({ ...which, [kind]: event.currentTarget.checked })}
            />
          ))}
        </div>
        <NumberInput
          label="At most of each"
          w={120}
          data-testid="explain-limit"
          min={1}
          allowDecimal={false}
          value={limit}
          onChange={(value) => typeof value === "number" && setLimit(value)}
        />
        <Select
          label="Method"
          w={130}
          value={method}
          data={BATCH_METHODS.map((value) => ({ value, label: MAP_METHOD_NAMES[value] }))}
          onChange={(value) => value && setMethod(value)}
        />
        <LayerSelect
          label="Layer"
          widthPx={260}
          layers={layers.layers}
          chosen={layer}
          testId="explain-layer"
          onChoose={setLayer}
        />
        <Checkbox
          label="Check each (some thirty times as long)"
          data-testid="explain-checks"
          checked={withChecks}
          onChange={(event) => setWithChecks(event.currentTarget.checked)}
        />
        <Button
          leftSection={<IconFlame size={16} aria-hidden />}
          loading={start.isPending}
          disabled={maps === 0 || layer === ""}
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

const WHICH = ["truePositives", "falsePositives", "misses"] as const satisfies readonly (keyof ErrorsToExplain)[];
const WHICH_NAMES = {
  truePositives: "True positives",
  falsePositives: "False positives",
  misses: "Misses",
} satisfies Record<keyof ErrorsToExplain, string>;

function countsOf({ matches, errors }: RunAnalysis): Readonly<Record<keyof ErrorsToExplain, number>> {
  const truePositives = matches.referenceOf.reduce((count, reference) => count + (reference >= 0 ? 1 : 0), 0);
  return { truePositives, falsePositives: errors.falsePositives.length, misses: errors.misses.length };
}
