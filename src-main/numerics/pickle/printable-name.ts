/** @file Names out of a stranger's file as a sentence may show them. */

const LONGEST_SHOWN = 120;

/** Shortened, and without characters that would move a cursor or end a line. */
export function printableName(name: string): string {
  return printableText(name, LONGEST_SHOWN);
}

/** As a name, of so many characters at most. */
export function printableText(text: string, longest: number): string {
  const shown = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return shown.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
}
