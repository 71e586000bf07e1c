/** @file Worklist, image and side panel beside each other. */
import type { JSX } from "react";
import { Splitter } from "../components/Splitter";
import { ViewerPanel } from "../panels/viewer/ViewerPanel";
import { WorklistPanel } from "../panels/worklist/WorklistPanel";
import { PANEL_WIDTH_PX, useLayout } from "../stores/layout-store";
import { ErrorBoundary } from "./ErrorBoundary";
import { SidePanel } from "./SidePanel";

export function ReadingArea(): JSX.Element {
  const { worklistWidthPx, sidePanelWidthPx, isWorklistOpen, isSidePanelOpen, setWorklistWidth, setSidePanelWidth } =
    useLayout();
  return (
    <>
      {isWorklistOpen && (
        <>
          <aside className="reading__side" style={{ width: worklistWidthPx }}>
            <ErrorBoundary>
              <WorklistPanel />
            </ErrorBoundary>
          </aside>
          <Splitter
            label="Width of the worklist"
            side="left"
            widthPx={worklistWidthPx}
            {...PANEL_WIDTH_PX}
            onResize={setWorklistWidth}
          />
        </>
      )}
      <div className="reading__image">
        <ErrorBoundary>
          <ViewerPanel />
        </ErrorBoundary>
      </div>
      {isSidePanelOpen && (
        <>
          <Splitter
            label="Width of the side panel"
            side="right"
            widthPx={sidePanelWidthPx}
            {...PANEL_WIDTH_PX}
            onResize={setSidePanelWidth}
          />
          <aside className="reading__side" style={{ width: sidePanelWidthPx }}>
            <ErrorBoundary>
              <SidePanel />
            </ErrorBoundary>
          </aside>
        </>
      )}
    </>
  );
}
