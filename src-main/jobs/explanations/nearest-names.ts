/** @file Names that a person may have meant. */

/** Up to `count` of the names: those that hold what was written first, then those with the fewest letters to change.
 * @see Levenshtein, Soviet Physics Doklady 10, 1966 */
export function nearestNames(written: string, names: readonly string[], count = 4): readonly string[] {
  const sought = written.toLowerCase();
  const ranked = names.map((name) => {
    const known = name.toLowerCase();
    return { name, isPart: known.includes(sought), distance: changes(sought, known) };
  });
  ranked.sort((a, b) => Number(b.isPart) - Number(a.isPart) || a.distance - b.distance);
  return ranked.slice(0, count).map(({ name }) => name);
}

/** The least number of letters to insert, remove or replace. */
function changes(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (let column = 1; column <= other.length; column++) {
      const replaced = row[column - 1]! + (letter === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}
