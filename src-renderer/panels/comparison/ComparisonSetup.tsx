/** @file Which runs are compared, at which thresholds, and how the intervals are drawn. */
import { ActionIcon, Button, Group, NumberInput, Select, Tooltip } from "@mantine/core";
import { IconArrowsDiff, IconArrowsExchange } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { HIGHEST_SEED } from "../../../src-shared/domain/split";
import type { Run } from "../../../src-shared/domain/run";
import { client } from "../../client/client";
import { Card } from "../../components/Card";
import { FailureLine } from "../../components/FailureLine";
import { JobLine } from "../../components/JobLine";
import { reportFailure } from "../../components/report-failure";
import { useChosenCalibration, useThresholdAsGiven } from "../../stores/chosen-calibration";
import { useComparison } from "../../stores/comparison-store";
import { queries } from "../../stores/queries";
import { useThresholds } from "../../stores/thresholds-store";

export interface ComparisonSetupProps {
  readonly runs: readonly Run[];
  readonly left: Run;
  readonly right: Run;
}

const RESAMPLES = { usual: 1000, most: 10_000 } as const;

export function ComparisonSetup({ runs, left, right }: ComparisonSetupProps): JSX.Element {
  const { chooseLeft, chooseRight } = useComparison();
  const iouThreshold = useThresholds((state) => state.iouThreshold);
  const scoreThreshold = useThresholdAsGiven();
  const isCalibrated = useChosenCalibration() !== undefined;
  const [resamples, setResamples] = useState<number>(RESAMPLES.usual);
  const [seed, setSeed] = useState(0);
  const compare = useMutation({
    mutationFn: () =>
      client.evaluations.compare({
        leftRunId: left.id,
        rightRunId: right.id,
        scoreThreshold,
        iouThreshold,
        resamples,
        seed,
      }),
  });
  const swap = (): void => {
    chooseLeft(right.id);
    chooseRight(left.id);
  };
  return (
    <Card title="Runs" testId="comparison-setup">
      <div className="comparison__runs">
        <RunSelect label="Left" runs={runs} run={left} onChoose={chooseLeft} />
        <Tooltip label="Swap the two">
          <ActionIcon size={28} aria-label="Swap the two runs" data-testid="swap-runs" onClick={swap}>
            <IconArrowsExchange size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <RunSelect label="Right" runs={runs} run={right} onChoose={chooseRight} />
        <NumberInput
          label="Resamples"
          min={0}
          max={RESAMPLES.most}
          step={100}
          allowDecimal={false}
          value={resamples}
          onChange={(value) => typeof value === "number" && setResamples(value)}
        />
        <NumberInput
          label="Seed"
          min={0}
          max={HIGHEST_SEED}
          allowDecimal={false}
          value={seed}
          onChange={(value) => typeof value === "number" && setSeed(value)}
        />
        <Button
          leftSection={<IconArrowsDiff size={16} aria-hidden />}
          loading={compare.isPending}
          disabled={left.id === right.id}
          data-testid="compare"
          onClick={() => compare.mutate()}
        >
          Compare
        </Button>
      </div>
      <p className="comparison__note">
        Precision, recall and the changed cases are those at score {scoreThreshold.toFixed(2)} and IoU{" "}
        {iouThreshold.toFixed(2)}, the thresholds at the top
        {isCalibrated && " without the calibration: runs are compared by the scores that their models gave"}.
        {left.id === right.id && " A run differs from itself in nothing: choose another."}
      </p>
      <FailureLine error={compare.error} />
      <Running />
    </Card>
  );
}

interface RunSelectProps {
  readonly label: string;
  readonly runs: readonly Run[];
  readonly run: Run;
  readonly onChoose: (runId: Run["id"]) => void;
}

function RunSelect({ label, runs, run, onChoose }: RunSelectProps): JSX.Element {
  return (
    <Select
      label={label}
      data-testid={`compare-${label.toLowerCase()}`}
      value={run.id as string}
      data={runs
        .filter(({ state }) => state === "complete")
        .map(({ id, name, modelName }) => ({ value: id as string, label: `${name} · ${modelName}` }))}
      onChange={(value) => {
        const chosen = runs.find(({ id }) => id === value);
        if (chosen) onChoose(chosen.id);
      }}
    />
  );
}

function Running(): JSX.Element | null {
  const jobs = useQuery(queries.jobs()).data ?? [];
  const running = jobs.filter(
    ({ kind, current }) => kind === "compare-runs" && (current.state === "running" || current.state === "queued"),
  );
  if (running.length === 0) return null;
  return (
    <Group mt="sm">
      {running.map((job) => (
        <JobLine key={job.id} job={job} onCancel={() => reportFailure(client.jobs.cancel({ jobId: job.id }))} />
      ))}
    </Group>
  );
}
