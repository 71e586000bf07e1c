/** @file Lets go of everything that belongs to the project that was open. */
import { useActiveRun } from "./active-run-store";
import { useCalibration } from "./calibration-store";
import { useCases } from "./cases-store";
import { useComparison } from "./comparison-store";
import { useDroppedModel } from "./dropped-model-store";
import { useErrorBrowser } from "./error-browser-store";
import { useExplanation } from "./explanation-store";
import { useMeasurements } from "./measurement-store";
import { queryClient } from "./query-client";
import { useSelection } from "./selection-store";
import { useTraining } from "./training-store";
import { useViewport } from "./viewport-store";
import { useWorklist } from "./worklist-store";

/** Facts of the program itself, which outlive a project. */
const LASTING = new Set(["info", "devices", "recent-projects", "model-presets", "project"]);

export function forgetProject(): void {
  useSelection.getState().clear();
  useActiveRun.getState().chooseRun(undefined);
  useCalibration.getState().choose(undefined);
  useCases.getState().clear();
  useComparison.getState().clear();
  useErrorBrowser.getState().clearFilters();
  useWorklist.getState().reset();
  useMeasurements.getState().clear();
  useViewport.getState().clear();
  useExplanation.getState().reset();
  useTraining.getState().clear();
  useDroppedModel.getState().forget();
  queryClient.removeQueries({ predicate: ({ queryKey }) => !LASTING.has(String(queryKey[0])) });
}
