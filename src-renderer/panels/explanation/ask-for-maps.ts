/** @file From a bar about heat maps to the cases behind it. */
import type { Explanation } from "../../../src-shared/domain/explanation";
import { reportFailure } from "../../components/report-failure";
import { askForCases } from "../../stores/land-on-cases";

/** As many as a filter holds (src-shared/domain/case-filter.ts). */
const MOST_CASES = 5000;

/** Shows the first of them with its map as it is kept; `isAdded` stays on the page and narrows the cases. */
export function askForMaps(
  maps: readonly Explanation[],
  { title, isAdded }: { readonly title: string; readonly isAdded: boolean },
): void {
  const instanceIds = [...new Set(maps.map(({ instanceId }) => instanceId))].slice(0, MOST_CASES);
  reportFailure(askForCases({ kind: "images", title, instanceIds }, { isOverRun: true, isAdded }));
}
