/** @file What is drawn of a training: losses, learning rate, speed and memory of each step, and figures of each epoch. */
import type { Training, TrainingStep } from "../../../src-shared/domain/training";
import type { LineSeries, SeriesPoint } from "../../charts/line-series";
import { readableBytes, readableRate, readableShare } from "../../components/readable";
import type { TrainingCurves } from "../../stores/grow-curves";
import { lossPartName } from "./loss-words";

/** A training that is drawn. */
export interface DrawnTraining {
  readonly training: Pick<Training, "id" | "name" | "stepsPerEpoch">;
  readonly curves: TrainingCurves;
}

/** Trainings with batches or data of different sizes are laid over each other by epochs. */
export type CurveAxis = "step" | "epoch";

/** One quantity of every step, with its words. */
export interface StepQuantity {
  readonly id: string;
  readonly title: string;
  readonly yLabel: string;
  readonly format: (value: number) => string;
  readonly formatTick?: (value: number) => string;
  /** Undefined where the step has none. */
  readonly read: (step: TrainingStep) => number | undefined;
}

/** The sum is what training makes smaller. */
export function sumOfLosses({ losses }: TrainingStep): number {
  return Object.values(losses).reduce((sum, loss) => sum + loss, 0);
}

/** The mean over the batches of the last epoch: one batch alone says little. Undefined before the first. */
export function lossOfEpoch(steps: readonly TrainingStep[]): number | undefined {
  const epoch = steps.at(-1)?.epoch;
  const losses = steps.filter((step) => step.epoch === epoch).map(sumOfLosses);
  return losses.length === 0 ? undefined : losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

export const LOSS_SUM: StepQuantity = {
  id: "sum",
  title: "Loss",
  yLabel: "Loss of a batch",
  format: readableLoss,
  read: sumOfLosses,
};

export const STEP_QUANTITIES: readonly StepQuantity[] = [
  {
    id: "learning-rate",
    title: "Learning rate",
    yLabel: "Learning rate",
    format: (value) => String(Number(value.toPrecision(3))),
    read: ({ learningRate }) => learningRate,
  },
  {
    id: "speed",
    title: "Images a second",
    yLabel: "Images a second",
    format: readableRate,
    read: ({ images, seconds }) => (seconds > 0 ? images / seconds : undefined),
  },
  {
    id: "memory",
    title: "Memory of the worker",
    yLabel: "GB",
    format: readableBytes,
    formatTick: (bytes) => (bytes / 1e9).toFixed(1),
    read: ({ memoryBytes }) => memoryBytes,
  },
];

/** Each part of the loss that any step has, in the order of the first one. */
export function lossParts(steps: readonly TrainingStep[]): readonly StepQuantity[] {
  const names = [...new Set(steps.flatMap(({ losses }) => Object.keys(losses)))];
  return names.map((id) => ({ ...LOSS_SUM, id, title: lossPartName(id), read: ({ losses }) => losses[id] }));
}

/** Sum and parts of one training. */
export function lossSeries(drawn: DrawnTraining, axis: CurveAxis): readonly LineSeries[] {
  const parts = lossParts(drawn.curves.steps);
  return [{ ...LOSS_SUM, title: "sum" }, ...parts].map((quantity) => ({
    id: quantity.id,
    name: quantity.title,
    points: stepPoints(drawn, quantity, axis),
  }));
}

/** One quantity of several trainings. */
export function quantitySeries(
  drawn: readonly DrawnTraining[],
  quantity: StepQuantity,
  axis: CurveAxis,
): readonly LineSeries[] {
  return drawn.map((one) => ({
    id: one.training.id,
    name: drawn.length > 1 ? one.training.name : quantity.title.toLowerCase(),
    points: stepPoints(one, quantity, axis),
  }));
}

export const VALIDATION_FIGURES = ["AP50", "AP"] as const;
export type ValidationFigure = (typeof VALIDATION_FIGURES)[number];

/** Figures on the validation split after each epoch; epoch 0 is the model to begin with. */
export function validationSeries(
  drawn: readonly DrawnTraining[],
  figures: readonly ValidationFigure[],
): readonly LineSeries[] {
  return drawn.flatMap(({ training, curves }) =>
    figures.map((figure) => ({
      id: `${training.id} ${figure}`,
      name: drawn.length > 1 ? training.name : figure,
      isDotted: true,
      points: curves.epochs.flatMap(({ epoch, validation }) => {
        const value = validation[figure];
        return value === undefined ? [] : [{ x: epoch, y: value }];
      }),
    })),
  );
}

/** For a file: every step with everything that was measured. */
export function stepColumns(
  steps: readonly TrainingStep[],
): Readonly<Record<string, (step: TrainingStep) => number | undefined>> {
  const names = lossParts(steps).map(({ id }) => id);
  return {
    step: ({ step }) => step,
    epoch: ({ epoch }) => epoch,
    loss: sumOfLosses,
    ...Object.fromEntries(names.map((name) => [name, ({ losses }: TrainingStep) => losses[name]])),
    learning_rate: ({ learningRate }) => learningRate,
    gradient_norm: ({ gradientNorm }) => gradientNorm,
    images: ({ images }) => images,
    seconds: ({ seconds }) => seconds,
    memory_bytes: ({ memoryBytes }) => memoryBytes,
  };
}

export function readableFigure(value: number | undefined): string {
  return readableShare(value, 3);
}

export function readableLoss(value: number): string {
  return value.toFixed(value < 0.1 ? 4 : 3);
}

function stepPoints(
  { training, curves }: DrawnTraining,
  { read }: StepQuantity,
  axis: CurveAxis,
): readonly SeriesPoint[] {
  const perUnit = axis === "step" ? 1 : training.stepsPerEpoch;
  return curves.steps.flatMap((step) => {
    const y = read(step);
    return y === undefined || !Number.isFinite(y) ? [] : [{ x: step.step / perUnit, y }];
  });
}
