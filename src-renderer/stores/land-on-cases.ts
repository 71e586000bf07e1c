/** @file From a mark of a chart to the cases behind it: asks for them, and shows the first. */
import type { CaseFilter } from "../../src-shared/domain/case-filter";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import { currentWorklistFilter } from "./case-query";
import { type AskOptions, useCases } from "./cases-store";
import { currentRunTable } from "./current-run-table";
import { useErrorBrowser } from "./error-browser-store";
import { useLayout } from "./layout-store";
import { queries } from "./queries";
import { queryClient } from "./query-client";
import { rowsByInstance } from "./run-analysis";
import { casesOf } from "./run-cases";
import { useSelection } from "./selection-store";

/** An added filter leaves the reader on the page, where the next mark is clicked. */
export async function askForCases(filter: CaseFilter, options: AskOptions): Promise<void> {
  useCases.getState().ask(filter, options);
  if (!options.isAdded) await landOnCases();
}

/** Shows worklist and image with the first of the chosen cases, and on it a box that is meant. */
export async function landOnCases(): Promise<void> {
  const { isWorklistOpen, toggleWorklist, goTo } = useLayout.getState();
  goTo("reading");
  if (!isWorklistOpen) toggleWorklist();
  const { rows } = await queryClient.ensureQueryData(queries.worklistPage(currentWorklistFilter(), 0));
  const [first] = rows;
  if (!first) return;
  useSelection.getState().show(first.instanceId);
  const finding = findingBehind(first.instanceId);
  if (!finding) return;
  useSelection.getState().chooseFinding(finding.id);
  useErrorBrowser.getState().showSegment(finding.kind === "reference" ? "misses" : "false-positives");
}

/** The first box of the image that the filters are about; undefined where they are about images. */
function findingBehind(
  instanceId: InstanceId,
): { readonly kind: "reference" | "detection"; readonly id: string } | undefined {
  const { filters } = useCases.getState();
  const table = currentRunTable();
  const rows = table && rowsByInstance(table).get(instanceId);
  const cases = table && casesOf(table, filters);
  if (!rows || !cases || !filters.some(isAboutBoxes)) return undefined;
  const reference = cases.references.indexOf(1, rows.firstReference);
  if (reference >= 0 && reference < rows.endReference) {
    return { kind: "reference", id: table.head.referenceIds[reference]! };
  }
  const detection = cases.detections.indexOf(1, rows.firstDetection);
  if (detection >= 0 && detection < rows.endDetection) {
    return { kind: "detection", id: table.head.detectionIds[detection]! };
  }
  return undefined;
}

function isAboutBoxes(filter: CaseFilter): boolean {
  if (filter.kind === "column") return filter.column === "zone" || filter.isFound !== undefined;
  return filter.kind !== "image-score" && filter.kind !== "reference-count" && filter.kind !== "images";
}
