/** @file Makes texts comparable for the worklist's search: case and compatible characters do not matter. */

export function searchText(...parts: readonly (string | null | undefined)[]): string {
  // A line break between the parts keeps a search from matching across two of them.
  return parts
    .filter((part) => part !== undefined && part !== null)
    .join("\n")
    .normalize("NFKC")
    .toLowerCase();
}
