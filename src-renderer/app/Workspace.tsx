/** @file An open project: top bar, rail, the reading area, and pages that lie over it. */
import type { JSX } from "react";
import { ComparisonPanel } from "../panels/comparison/ComparisonPanel";
import { DatasetPanel } from "../panels/dataset/DatasetPanel";
import { DevicesPanel } from "../panels/devices/DevicesPanel";
import { EvaluationPage } from "../panels/evaluation/EvaluationPage";
import { ExplanationsPage } from "../panels/explanation/ExplanationsPage";
import { JobsPanel } from "../panels/jobs/JobsPanel";
import { ModelsPanel } from "../panels/models/ModelsPanel";
import { ReportPanel } from "../panels/report/ReportPanel";
import { RunsPanel } from "../panels/runs/RunsPanel";
import { SettingsPanel } from "../panels/settings/SettingsPanel";
import { TrainingPage } from "../panels/training/TrainingPage";
import { type Page, useLayout } from "../stores/layout-store";
import { ErrorBoundary } from "./ErrorBoundary";
import { NavigationRail } from "./NavigationRail";
import { ReadingArea } from "./ReadingArea";
import { TopBar } from "./TopBar";
import { useFirstChoices } from "./use-first-choices";
import { useShortcuts } from "./use-shortcuts";

const PAGE_PANELS: Readonly<Partial<Record<Page, () => JSX.Element>>> = {
  data: DatasetPanel,
  models: ModelsPanel,
  training: TrainingPage,
  runs: RunsPanel,
  comparison: ComparisonPanel,
  report: ReportPanel,
  evaluation: EvaluationPage,
  explanation: ExplanationsPage,
  devices: DevicesPanel,
  jobs: JobsPanel,
  settings: SettingsPanel,
};

export function Workspace(): JSX.Element {
  useShortcuts();
  useFirstChoices();
  const page = useLayout((state) => state.page);
  const PagePanel = PAGE_PANELS[page];
  return (
    <div className="workspace">
      <TopBar />
      <div className="workspace__main">
        <NavigationRail />
        <main className="workspace__pages">
          {/* Kept under the pages: the image and the place in the lists are there again at once. */}
          <div className="reading" inert={PagePanel !== undefined}>
            <ReadingArea />
          </div>
          {PagePanel && (
            <div className="workspace__page">
              <ErrorBoundary key={page}>
                <PagePanel />
              </ErrorBoundary>
            </div>
          )}
        </main>
      </div>
    </div>
  );
}
