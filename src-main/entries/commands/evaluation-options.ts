/** @file Options and arguments that the commands about figures share. */
import { type Command, InvalidArgumentError } from "commander";

export interface Thresholds {
  /** Absent: as the command says. */
  readonly score?: number;
  readonly iou: number;
}

export interface Resampling {
  readonly resamples: number;
  readonly seed: number;
}

/** `usual` says what the score threshold is where none is given. */
export function withThresholds(command: Command, usual: string): Command {
  return command
    .option("--score <threshold>", `count detections from this score up; by default ${usual}`, parseShare)
    .option("--iou <threshold>", "a detection is right from this overlap up", parseShare, 0.5);
}

export function withResampling(command: Command): Command {
  return command
    .option("--resamples <number>", "resamples of patients for the 95 % intervals; 0 leaves them out", parseCount, 1000)
    .option("--seed <number>", "the random state of the resamples", parseSeed, 0);
}

export function parseShare(text: string): number {
  const share = Number(text);
  if (text.trim() !== "" && share >= 0 && share <= 1) return share;
  throw new InvalidArgumentError("Expected was a number from 0 to 1.");
}

const RESAMPLES_MAX = 10_000;

function parseCount(text: string): number {
  if (/^\d+$/u.test(text) && Number(text) <= RESAMPLES_MAX) return Number(text);
  throw new InvalidArgumentError(`Expected was a whole number from 0 to ${RESAMPLES_MAX}.`);
}

const SEED_MAX = 2 ** 32 - 1;

function parseSeed(text: string): number {
  if (/^\d+$/u.test(text) && Number(text) <= SEED_MAX) return Number(text);
  throw new InvalidArgumentError(`Expected was a whole number from 0 to ${SEED_MAX}.`);
}
