/** @file Reads the numbers that a person typed into a form; an empty text stands for “not given”. */

export interface NumberBounds {
  readonly least?: number;
  readonly most?: number;
  readonly isWhole?: boolean;
}

/** Undefined for an empty text; a sentence where the text is no number within the bounds. */
export type ReadNumber = { readonly value: number | undefined } | { readonly problem: string };

export function readNumber(text: string, { least, most, isWhole = false }: NumberBounds): ReadNumber {
  const trimmed = text.trim();
  if (trimmed === "") return { value: undefined };
  const value = Number(trimmed);
  const isWithin =
    Number.isFinite(value) && value >= (least ?? -Infinity) && value <= (most ?? Infinity) && !isHex(trimmed);
  if (isWithin && (!isWhole || Number.isInteger(value))) return { value };
  return { problem: `“${trimmed}” is not ${isWhole ? "a whole number" : "a number"}${describeBounds(least, most)}.` };
}

/** Three numbers separated by commas: empty for an empty text, undefined for one that is not three numbers. */
export function readTriple(text: string): readonly number[] | undefined {
  if (text.trim() === "") return [];
  const values = readNumbers(text);
  return values?.length === 3 ? values : undefined;
}

/** Numbers separated by commas; undefined where one of them is none. */
export function readNumbers(text: string): readonly number[] | undefined {
  const values = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return values.every(Number.isFinite) ? values : undefined;
}

/** What is wrong with a mean and a deviation of three channels, both as texts, and with which of the two. */
export function findTripleProblem(
  meanText: string,
  deviationText: string,
): { readonly field: "mean" | "deviation"; readonly sentence: string } | undefined {
  const [mean, deviation] = [readTriple(meanText), readTriple(deviationText)];
  const expected = "Three numbers separated by commas, or nothing.";
  if (!mean) return { field: "mean", sentence: expected };
  if (!deviation) return { field: "deviation", sentence: expected };
  if (mean.length !== deviation.length) {
    return { field: "deviation", sentence: "Mean and deviation are given together or not at all." };
  }
  if (deviation.every((value) => value > 0)) return undefined;
  return { field: "deviation", sentence: "Each deviation must be above 0." };
}

/** JavaScript reads "0x10" as sixteen; nobody means that here. */
function isHex(text: string): boolean {
  return /^[+-]?0[box]/iu.test(text);
}

function describeBounds(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  if (least !== undefined) return ` from ${least} up`;
  return most === undefined ? "" : ` up to ${most}`;
}
