/** @file A click on a mark of a chart about the active run: shows the cases behind it. */
import type { CaseFilter } from "../../../src-shared/domain/case-filter";
import { reportFailure } from "../../components/report-failure";
import { askForCases } from "../../stores/land-on-cases";

/** `isAdded` narrows what was asked before, and stays on the page. */
export function askRun(filter: CaseFilter, isAdded: boolean): void {
  reportFailure(askForCases(filter, { isOverRun: true, isAdded }));
}
