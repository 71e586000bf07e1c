/** @file From a bar about heat maps to the cases behind it. */
import type { Explanation } from "../../../src-shared/domain/explanation";
import { reportFailure } from "../../components/report-failure";
import { showKeptMap } from "../../stores/explanation-commands";
import { askForCases } from "../../stores/land-on-cases";
import { useLayout } from "../../stores/layout-store";
import { useSelection } from "../../stores/selection-store";

/** As many as a filter holds (src-shared/domain/case-filter.ts). */
const MOST_CASES = 5000;

/** Shows the first of them with its map as it is kept; `isAdded` stays on the page and narrows the cases. */
export function askForMaps(
  maps: readonly Explanation[],
  { title, isAdded }: { readonly title: string; readonly isAdded: boolean },
): void {
  const instanceIds = [...new Set(maps.map(({ instanceId }) => instanceId))].slice(0, MOST_CASES);
  const asked = askForCases({ kind: "images", title, instanceIds }, { isOverRun: true, isAdded });
  reportFailure(isAdded ? asked : asked.then(() => showMapOf(maps)));
}

/** Of the image that the reader landed on. */
function showMapOf(maps: readonly Explanation[]): void {
  const { instanceId } = useSelection.getState();
  const map = maps.find((one) => one.instanceId === instanceId);
  if (!map) return;
  showKeptMap(map);
  useLayout.getState().showSideTab("explanation");
}
