/** @file An axis from 0 to a round number above all values, with a few round ticks. */
import type { Tick } from "./ChartFrame";

export interface ValueAxis {
  /** The value at the end of the axis. */
  readonly most: number;
  readonly ticks: readonly Tick[];
}

const FEW = 4;

/** `format` writes a tick; by default with as many decimals as its step has. */
export function valueAxis(greatest: number, format?: (value: number) => string): ValueAxis {
  const reach = greatest > 0 && Number.isFinite(greatest) ? greatest : 1;
  const step = roundUp(reach / FEW);
  const steps = Math.max(1, Math.ceil(reach / step - 1e-9));
  const most = steps * step;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const write = format ?? ((value: number): string => plainly(value, digits));
  const ticks = Array.from({ length: steps + 1 }, (_, index) => ({ at: index / steps, text: write(index * step) }));
  return { most, ticks: withoutRepeats(ticks) };
}

/** A coarse format writes neighbours alike: the first of them says it. */
function withoutRepeats(ticks: readonly Tick[]): readonly Tick[] {
  return ticks.filter(({ text }, index) => ticks.findIndex((one) => one.text === text) === index);
}

/** Whole numbers only, as of steps and epochs; it ends where the values end. */
export function countAxis(greatest: number): ValueAxis {
  const most = Math.max(1, greatest);
  const step = Math.max(1, roundUp(most / FEW));
  const count = Math.floor(most / step + 1e-9) + 1;
  return {
    most,
    ticks: Array.from({ length: count }, (_, index) => ({
      at: (index * step) / most,
      text: (index * step).toLocaleString("en-GB"),
    })),
  };
}

/** Longer numbers do not fit beside the axis. */
function plainly(value: number, digits: number): string {
  if (value === 0) return "0";
  return digits > 3 ? Number(value.toPrecision(3)).toExponential() : value.toFixed(digits);
}

/** The least 1, 2 or 5 times a power of ten that is not below the value. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const digit = [1, 2, 5, 10].find((one) => one * power >= value * (1 - 1e-9))!;
  // A negative power of ten is no exact float; its reciprocal is.
  return power < 1 ? digit / Math.round(1 / power) : digit * power;
}
