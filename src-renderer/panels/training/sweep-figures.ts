/** @file How far a sweep is, which of its trainings is best, and how sure that is. */
import { rankMembers } from "../../../src-shared/figures/rank-sweep";
import type { Interval } from "../../../src-shared/domain/evaluation";
import type { Sweep, SweepMember } from "../../../src-shared/domain/sweep";
import { readableInterval, readableSigned } from "../../components/describe-difference";

export interface SweepProgress {
  readonly stepsDone: number;
  readonly stepsTotal: number;
  /** Trainings that ended, whatever became of them. */
  readonly ended: number;
  readonly members: number;
  /** Seconds of the steps that are left, by those that are done; undefined until one is. */
  readonly secondsLeft: number | undefined;
}

export function progressOf({ members }: Pick<Sweep, "members">): SweepProgress {
  const stepsDone = sumOf(members, ({ stepsDone: done }) => done);
  const seconds = sumOf(members, (member) => member.seconds);
  const open = members.filter(isOpen);
  const stepsLeft = sumOf(open, (member) => Math.max(0, member.stepsTotal - member.stepsDone));
  return {
    stepsDone,
    stepsTotal: stepsDone + stepsLeft,
    ended: members.length - open.length,
    members: members.length,
    secondsLeft: stepsDone > 0 ? (stepsLeft * seconds) / stepsDone : undefined,
  };
}

/** Undefined until an epoch of one has been judged, and while all find nothing. */
export function bestOf({ members }: Pick<Sweep, "members">): SweepMember | undefined {
  const [first] = rankMembers(members);
  return first?.AP ? first : undefined;
}

/** Sentences for whoever takes the first row for the best settings. */
export function doubtsOf({ members }: Pick<Sweep, "members">): readonly string[] {
  const [first, second] = rankMembers(members);
  const [best, next] = [first?.intervals?.AP, second?.intervals?.AP];
  const doubts: string[] = [];
  if (best && next && best.low <= next.high) {
    doubts.push("The intervals of the first two overlap: on so few images their order may be chance.");
  }
  const difference = first?.differences?.AP;
  if (difference && difference.high < 0) doubts.push("Even the best is worse than the model before training.");
  else if (difference && difference.low <= 0)
    doubts.push("That the best is better than the model before training may be chance.");
  return doubts;
}

/** A figure and its interval: "0.041", "0.020 to 0.066". */
export interface FigureWords {
  readonly figure: string;
  /** Undefined until it has been drawn. */
  readonly interval: string | undefined;
}

/** Undefined until the figure is known. */
export function wordsOfFigure(value: number | undefined, interval: Interval | undefined): FigureWords | undefined {
  if (value === undefined) return undefined;
  return {
    figure: value.toFixed(DIGITS),
    interval: interval && `${interval.low.toFixed(DIGITS)} to ${interval.high.toFixed(DIGITS)}`,
  };
}

/** Of AP, best epoch less start: "+0.012", "−0.004 to +0.031"; undefined until both have been judged. */
export function wordsOfGain({ AP, start, differences }: SweepMember): FigureWords | undefined {
  if (AP === undefined || start?.AP === undefined) return undefined;
  return {
    figure: readableSigned(AP - start.AP, DIGITS),
    interval: differences?.AP && readableInterval(differences.AP, DIGITS),
  };
}

const DIGITS = 3;

function isOpen({ state }: SweepMember): boolean {
  return state === "waiting" || state === "running" || state === "paused";
}

function sumOf(members: readonly SweepMember[], read: (member: SweepMember) => number): number {
  return members.reduce((sum, member) => sum + read(member), 0);
}
