/** @file The search over DICOM elements. */
import type { TagRow } from "../../../src-shared/contract/studies";

/** Rows in which tag, keyword, VR or value holds the text, whatever the case. */
export function findTags(rows: readonly TagRow[], search: string): readonly TagRow[] {
  const needle = search.trim().toLowerCase();
  if (needle === "") return rows;
  return rows.filter(({ tag, keyword, vr, value }) =>
    [tag, keyword, vr, value].some((text) => text.toLowerCase().includes(needle)),
  );
}
