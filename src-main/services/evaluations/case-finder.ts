/** @file Finds the images behind marks of charts, by the code that the page narrows its own lists with. */
import type { CaseFilter, CaseQuery } from "../../../src-shared/domain/case-filter";
import { Failure } from "../../../src-shared/domain/failure";
import type { CalibrationId, RunId } from "../../../src-shared/domain/identifiers";
import { calibrateTable } from "../../../src-shared/figures/calibrate-table";
import { casesBehindAll } from "../../../src-shared/figures/cases-behind";
import { readCalibration } from "../../data/store/calibrations";
import { readContentMark } from "../../data/store/content-mark";
import { type NumberedTable, readNumberedTable } from "../../data/store/runs";
import type { OpenProject } from "../projects/open-project";
import { requireRun } from "../run-service";

interface KeptTable extends NumberedTable {
  readonly mark: string;
}

/** A table of 200,000 detections is read in about a second and takes tens of megabytes: the newest is kept, for whoever
 * scrolls through a narrowed worklist asks for it page by page. */
const kept = new WeakMap<OpenProject, KeptTable>();

/** Numbers of the instances that answer all filters, in the order of the run or of import.
 * @throws {Failure} `not-found`; `invalid-input` where a filter asks for a run and none is named. */
export async function findCases(project: OpenProject, query: CaseQuery): Promise<readonly number[]> {
  const { runId, calibrationId, filters } = query;
  const asking = filters.find(asksForRun);
  if (runId === undefined && asking) {
    const sentence = `A filter by ${asking.kind} asks what a run drew; the run was expected beside it.`;
    throw new Failure("invalid-input", sentence);
  }
  if (runId !== undefined) await requireRun(project, runId);
  const { table, instanceNumbers } = await readTable(project, runId);
  const shown = calibrationId === undefined ? table : calibrateTable(table, await readMap(project, calibrationId));
  const { images } = casesBehindAll(shown, filters);
  return instanceNumbers.filter((_, index) => images[index] === 1);
}

/** Whether it is about detections, or about what they found. */
function asksForRun(filter: CaseFilter): boolean {
  switch (filter.kind) {
    case "score":
    case "error":
    case "image-score":
      return true;
    case "reference-area":
    case "column":
      return filter.isFound !== undefined;
    case "reference-count":
    case "box-shape":
    case "position":
    case "images":
      return false;
  }
}

async function readTable(project: OpenProject, runId: RunId | undefined): Promise<NumberedTable> {
  const mark = `${runId ?? "all"} ${await readContentMark(project.store, runId)}`;
  const known = kept.get(project);
  if (known?.mark === mark) return known;
  const read = { mark, ...(await readNumberedTable(project.store, runId)) };
  kept.set(project, read);
  return read;
}

async function readMap(project: OpenProject, calibrationId: CalibrationId) {
  const calibration = await readCalibration(project.store, calibrationId);
  if (!calibration) {
    throw new Failure("not-found", `The project ${project.name} has no calibration ${calibrationId}.`);
  }
  return calibration.map;
}
