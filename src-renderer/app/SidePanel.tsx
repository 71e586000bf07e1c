/** @file The right panel: errors, figures, DICOM elements and facts of the image, one at a time. */
import { Tabs } from "@mantine/core";
import type { JSX } from "react";
import { ErrorBrowserPanel } from "../panels/error-browser/ErrorBrowserPanel";
import { EvaluationPanel } from "../panels/evaluation/EvaluationPanel";
import { ExplanationPanel } from "../panels/explanation/ExplanationPanel";
import { ImageInfoPanel } from "../panels/image-info/ImageInfoPanel";
import { TagsPanel } from "../panels/tags/TagsPanel";
import { SIDE_TABS, type SideTab, useLayout } from "../stores/layout-store";

const TABS = {
  errors: { title: "Errors", Panel: ErrorBrowserPanel },
  explanation: { title: "Explain", Panel: ExplanationPanel },
  evaluation: { title: "Evaluation", Panel: EvaluationPanel },
  tags: { title: "Tags", Panel: TagsPanel },
  image: { title: "Image", Panel: ImageInfoPanel },
} satisfies Record<SideTab, { readonly title: string; readonly Panel: () => JSX.Element }>;

export function SidePanel(): JSX.Element {
  const sideTab = useLayout((state) => state.sideTab);
  const showSideTab = useLayout((state) => state.showSideTab);
  return (
    <Tabs
      className="side-panel"
      value={sideTab}
      onChange={(value) => {
        const tab = SIDE_TABS.find((known) => known === value);
        if (tab) showSideTab(tab);
      }}
    >
      <Tabs.List className="side-panel__tabs">
        {SIDE_TABS.map((tab) => (
          <Tabs.Tab key={tab} className="side-panel__tab" value={tab} data-testid={`tab-${tab}`}>
            {TABS[tab].title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {SIDE_TABS.map((tab) => {
        const { Panel } = TABS[tab];
        return (
          <Tabs.Panel key={tab} className="side-panel__content" value={tab}>
            <Panel />
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}
