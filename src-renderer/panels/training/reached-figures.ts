/** @file The average precision that a training began with and reached, for columns beside each other. */
import type { Training } from "../../../src-shared/domain/training";
import { readableInterval, readableSigned } from "../../components/describe-difference";
import { wordsOfFigure } from "./sweep-figures";

/** Undefined until it is known; each with its 95 % interval once the training has ended. */
export interface ReachedFigures {
  readonly start: string | undefined;
  readonly best: string | undefined;
  readonly gain: string | undefined;
}

export function reachedFigures({ bestAp, bestIntervals, outcome }: Training): ReachedFigures {
  const compared = outcome?.figures?.find(({ figure }) => figure === "AP");
  const { difference, interval } = compared ?? {};
  return {
    start: inOneLine(wordsOfFigure(compared?.left, compared?.leftInterval)),
    best: inOneLine(wordsOfFigure(bestAp, bestIntervals?.AP)),
    gain:
      difference === undefined
        ? undefined
        : inOneLine({
            figure: readableSigned(difference, DIGITS),
            interval: interval && readableInterval(interval, DIGITS),
          }),
  };
}

const DIGITS = 3;

function inOneLine(words: ReturnType<typeof wordsOfFigure>): string | undefined {
  if (!words) return undefined;
  return words.interval === undefined ? words.figure : `${words.figure} (${words.interval})`;
}
