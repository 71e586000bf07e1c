/** @file Names out of a stranger's file as a sentence may show them. */

const LONGEST_SHOWN = 120;

/** Shortened, and without characters that would move a cursor or end a line. */
export function printableName(name: string): string {
  const shown = name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN - 1)}…` : name;
  return shown.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
}
