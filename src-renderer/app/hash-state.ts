/** @file What is on screen in the address: page, tab, image, run, thresholds, recalibration, chosen cases, listed errors,
 * compared runs, watched and compared trainings and heat map, so that loading it shows the same. */
import { z } from "zod";
import { CaseFilter } from "../../src-shared/domain/case-filter";
import { CalibrationId, InstanceId, RunId } from "../../src-shared/domain/identifiers";
import { useActiveRun } from "../stores/active-run-store";
import { useCalibration } from "../stores/calibration-store";
import { useCases } from "../stores/cases-store";
import { useComparison } from "../stores/comparison-store";
import { ERROR_SEGMENTS, useErrorBrowser } from "../stores/error-browser-store";
import { useExplanation } from "../stores/explanation-store";
import { PAGES, SIDE_TABS, useLayout } from "../stores/layout-store";
import { useSelection } from "../stores/selection-store";
import { GREATEST_IOU_THRESHOLD, LEAST_IOU_THRESHOLD, useThresholds } from "../stores/thresholds-store";
import { useTraining } from "../stores/training-store";
import { currentMapPlace, enterMapPlace, mapPlaceFields } from "./map-place";
import { currentTrainingPlace, enterTrainingPlace, trainingPlaceFields } from "./training-place";

const Cases = z.object({ filters: z.array(CaseFilter).max(8), isOverRun: z.boolean() });

/** What cannot be read is as if the address did not name it: addresses are typed, cut and pasted by people. */
const Place = z.object({
  page: z.enum(PAGES).optional().catch(undefined),
  tab: z.enum(SIDE_TABS).optional().catch(undefined),
  image: InstanceId.optional().catch(undefined),
  run: RunId.optional().catch(undefined),
  score: z.coerce.number().min(0).max(1).optional().catch(undefined),
  iou: z.coerce.number().min(LEAST_IOU_THRESHOLD).max(GREATEST_IOU_THRESHOLD).optional().catch(undefined),
  calibration: CalibrationId.optional().catch(undefined),
  /** The runs that are compared, where a person chose them. */
  left: RunId.optional().catch(undefined),
  right: RunId.optional().catch(undefined),
  /** Which errors are listed, where they are not the false positives. */
  errors: z.enum(ERROR_SEGMENTS).optional().catch(undefined),
  cases: z.preprocess(readJson, Cases).optional().catch(undefined),
  ...trainingPlaceFields,
  ...mapPlaceFields,
});
export type Place = z.infer<typeof Place>;

const FOLLOWED = [
  useLayout,
  useSelection,
  useActiveRun,
  useThresholds,
  useCalibration,
  useCases,
  useErrorBrowser,
  useComparison,
  useTraining,
  useExplanation,
] as const;

/** Goes where the address points, then keeps the address up to date until the answer is called. */
export function followAddress(): () => void {
  let written: Place = {};
  const enterAddress = (): void => {
    enter(readPlace(window.location.hash));
    written = currentPlace();
  };
  enterAddress();
  const writeNow = (): void => {
    const place = currentPlace();
    const hash = writePlace(place);
    // Both tell nobody: the event below is for addresses that a person puts in, and for the browser's back button.
    if (isStep(written, place)) window.history.pushState(null, "", hash);
    else if (hash !== window.location.hash) window.history.replaceState(null, "", hash);
    written = place;
  };
  // A click on a mark changes cases and page one after the other; it is one step back.
  const write = (): void => queueMicrotask(writeNow);
  window.addEventListener("hashchange", enterAddress);
  const stops = FOLLOWED.map((store) => store.subscribe(write));
  return () => {
    window.removeEventListener("hashchange", enterAddress);
    stops.forEach((stop) => stop());
  };
}

/** Whether the reader went somewhere else, where the browser's back button should lead back from; moving a threshold or
 * turning to the next image is no step. */
export function isStep(from: Place, to: Place): boolean {
  return from.page !== to.page || JSON.stringify(from.cases) !== JSON.stringify(to.cases);
}

export function readPlace(hash: string): Place {
  return Place.parse(Object.fromEntries(new URLSearchParams(hash.replace(/^#/, ""))));
}

export function writePlace({ cases, ...place }: Place): string {
  const values = Object.entries({ ...place, ...(cases && { cases: JSON.stringify(cases) }) });
  return `#${new URLSearchParams(values.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])))}`;
}

function currentPlace(): Place {
  const { page, sideTab } = useLayout.getState();
  const { scoreThreshold, iouThreshold } = useThresholds.getState();
  const { filters, isOverRun } = useCases.getState();
  const { runId } = useActiveRun.getState();
  const { leftRunId, rightRunId } = useComparison.getState();
  const { segment } = useErrorBrowser.getState();
  return {
    page,
    tab: sideTab,
    image: useSelection.getState().instanceId,
    run: runId,
    // Without a run nobody has chosen them yet.
    ...(runId && { score: scoreThreshold, iou: iouThreshold }),
    calibration: useCalibration.getState().calibrationId,
    left: leftRunId,
    right: rightRunId,
    ...currentTrainingPlace(),
    errors: segment === "false-positives" ? undefined : segment,
    ...(filters.length > 0 && { cases: { filters: [...filters], isOverRun } }),
    ...currentMapPlace(),
  };
}

function enter(place: Place): void {
  const { page, tab, image, run, score, iou, calibration, errors, cases, left, right, ...others } = place;
  if (page) useLayout.getState().goTo(page);
  if (tab) useLayout.getState().showSideTab(tab);
  if (run) useActiveRun.getState().chooseRun(run);
  if (score !== undefined) useThresholds.getState().setScoreThreshold(score);
  if (iou !== undefined) useThresholds.getState().setIouThreshold(iou);
  // An address with a page was written here: what it does not name was not chosen there.
  if (calibration || page) useCalibration.getState().choose(calibration);
  if (errors || page) useErrorBrowser.getState().showSegment(errors ?? "false-positives");
  if (left) useComparison.getState().chooseLeft(left);
  if (right) useComparison.getState().chooseRight(right);
  if (others.training || page) enterTrainingPlace(others);
  if (cases) useCases.getState().restore(cases);
  else if (page) useCases.getState().clear();
  if (image) useSelection.getState().show(image);
  if (others.map || page) enterMapPlace(others);
}

function readJson(text: unknown): unknown {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // An address that was cut in the middle names no cases.
    return undefined;
  }
}
