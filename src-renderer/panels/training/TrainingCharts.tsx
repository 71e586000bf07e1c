/** @file The curves of one training, or of several laid over each other. */
import { Select } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { type JSX, useMemo, useState } from "react";
import type { Training } from "../../../src-shared/domain/training";
import { toCsv } from "../../../src-shared/figures/to-csv";
import type { LineSeries } from "../../charts/line-series";
import { LineChart } from "../../charts/LineChart";
import { ChartCard } from "../../components/ChartCard";
import { queries } from "../../stores/queries";
import { useTraining } from "../../stores/training-store";
import {
  type DrawnTraining,
  LOSS_SUM,
  lossParts,
  lossSeries,
  quantitySeries,
  readableFigure,
  STEP_QUANTITIES,
  type StepQuantity,
  stepColumns,
  VALIDATION_FIGURES,
  validationSeries,
} from "./training-curves";

export function TrainingCharts({ trainings }: { readonly trainings: readonly Training[] }): JSX.Element {
  const answers = useQueries({ queries: trainings.map(({ id }) => queries.trainingCurves(id)) });
  const drawn = trainings.flatMap((training, index) => {
    const curves = answers[index]?.data;
    return curves ? [{ training, curves }] : [];
  });
  return (
    <div className="training__charts" data-testid="training-charts">
      <LossCard drawn={drawn} planned={trainings} />
      <ValidationCard drawn={drawn} planned={trainings} />
      {STEP_QUANTITIES.map((quantity) => (
        <QuantityCard key={quantity.id} quantity={quantity} drawn={drawn} planned={trainings} />
      ))}
    </div>
  );
}

interface CurveCardProps {
  readonly drawn: readonly DrawnTraining[];
  /** The axes reach beyond what is done while more is planned, so that curves grow into free room. */
  readonly planned: readonly Training[];
}

/** All parts of one training; of several, one part at a time. */
function LossCard({ drawn, planned }: CurveCardProps): JSX.Element {
  const axis = useTraining((state) => state.axis);
  const [partId, setPartId] = useState(LOSS_SUM.id);
  const areSeveral = drawn.length > 1;
  const parts = useMemo(
    () => [{ ...LOSS_SUM, title: "sum" }, ...lossParts(drawn.flatMap(({ curves }) => curves.steps))],
    [drawn],
  );
  const part = parts.find(({ id }) => id === partId) ?? LOSS_SUM;
  const [first] = drawn;
  const series = areSeveral ? quantitySeries(drawn, part, axis) : first ? lossSeries(first, axis) : [];
  const select = (
    <Select
      aria-label="Which part of the loss"
      data-testid="training-loss-part"
      w={150}
      value={part.id}
      data={parts.map(({ id, title }) => ({ value: id, label: title }))}
      onChange={(id) => id && setPartId(id)}
    />
  );
  return (
    <StepCard
      title={LOSS_SUM.title}
      quantity={LOSS_SUM}
      series={series}
      aside={areSeveral && select}
      {...{ drawn, planned }}
    />
  );
}

function QuantityCard({ quantity, ...props }: CurveCardProps & { readonly quantity: StepQuantity }): JSX.Element {
  const axis = useTraining((state) => state.axis);
  return (
    <StepCard
      title={quantity.title}
      quantity={quantity}
      series={quantitySeries(props.drawn, quantity, axis)}
      {...props}
    />
  );
}

interface StepCardProps extends CurveCardProps {
  readonly title: string;
  readonly quantity: StepQuantity;
  readonly series: readonly LineSeries[];
  readonly aside?: JSX.Element | false;
}

function StepCard({ title, quantity, series, aside, drawn, planned }: StepCardProps): JSX.Element {
  const axis = useTraining((state) => state.axis);
  const { format, formatTick, yLabel, id } = quantity;
  return (
    <ChartCard
      title={title}
      subject={planned.map(({ name }) => name).join(", ")}
      aside={aside}
      csv={() => stepsCsv(drawn)}
      testId={`training-chart-${id}`}
    >
      <LineChart
        label={title}
        xLabel={axis === "step" ? "Step" : "Epoch"}
        yLabel={yLabel}
        series={series}
        xMost={Math.max(...planned.map((training) => endOf(training, axis)))}
        format={format}
        {...(formatTick && { formatTick })}
      />
    </ChartCard>
  );
}

function ValidationCard({ drawn, planned }: CurveCardProps): JSX.Element {
  const [figure, setFigure] = useState<(typeof VALIDATION_FIGURES)[number]>("AP50");
  const areSeveral = drawn.length > 1;
  const select = (
    <Select
      aria-label="Which figure"
      w={90}
      value={figure}
      data={[...VALIDATION_FIGURES]}
      onChange={(next) => next && setFigure(next)}
    />
  );
  return (
    <ChartCard
      title="Validation"
      subject={planned.map(({ name }) => name).join(", ")}
      aside={areSeveral && select}
      csv={() => epochsCsv(drawn)}
      testId="training-chart-validation"
    >
      <LineChart
        label="Average precision on the validation split"
        xLabel="Epoch"
        yLabel={areSeveral ? figure : "Average precision"}
        series={validationSeries(drawn, areSeveral ? [figure] : VALIDATION_FIGURES)}
        xMost={Math.max(...planned.map((training) => endOf(training, "epoch")))}
        format={readableFigure}
      />
    </ChartCard>
  );
}

/** Of one that has ended, what it did: stopped early, its curves would else stand in a corner. */
function endOf({ config, state, stepsDone, stepsPerEpoch }: Training, axis: "step" | "epoch"): number {
  const hasEnded = state === "stopped" || state === "complete";
  const steps = hasEnded ? Math.max(1, stepsDone) : roomFor(stepsDone, config.epochs * stepsPerEpoch);
  return axis === "epoch" ? Math.ceil(steps / stepsPerEpoch) : steps;
}

/** All that is planned, halved as long as what is done takes less than half of it. */
function roomFor(done: number, planned: number): number {
  const halvings = Math.floor(Math.log2(planned / Math.max(done, LEAST_STEPS)));
  return planned / 2 ** Math.max(0, halvings);
}

const LEAST_STEPS = 10;

function stepsCsv(drawn: readonly DrawnTraining[]): string {
  const rows = drawn.flatMap(({ training, curves }) => curves.steps.map((step) => ({ name: training.name, step })));
  const columns = Object.entries(stepColumns(rows.map(({ step }) => step))).map(
    ([name, read]) => [name, (row: (typeof rows)[number]) => read(row.step)] as const,
  );
  return toCsv({ training: ({ name }) => name, ...Object.fromEntries(columns) }, rows);
}

function epochsCsv(drawn: readonly DrawnTraining[]): string {
  const rows = drawn.flatMap(({ training, curves }) => curves.epochs.map((epoch) => ({ name: training.name, epoch })));
  return toCsv(
    {
      training: ({ name }) => name,
      epoch: ({ epoch }) => epoch.epoch,
      AP: ({ epoch }) => epoch.validation.AP,
      AP50: ({ epoch }) => epoch.validation.AP50,
      AP75: ({ epoch }) => epoch.validation.AP75,
    },
    rows,
  );
}
