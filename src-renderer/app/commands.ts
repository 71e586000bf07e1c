/** @file What each shortcut does; the palette runs the same commands. */
import { spotlight } from "@mantine/spotlight";
import { reportFailure } from "../components/report-failure";
import type { ShortcutId } from "../components/shortcuts";
import { useActiveRun } from "../stores/active-run-store";
import { useErrorBrowser, type ErrorSegment } from "../stores/error-browser-store";
import { toggleMapAtPlace } from "../stores/explanation-commands";
import { useExplanation } from "../stores/explanation-store";
import { useLayout } from "../stores/layout-store";
import { judgeChosen, showNextUnreviewed, stepError, toggleReviewed } from "../stores/error-commands";
import { stepCase } from "../stores/reading-commands";
import { useSelection } from "../stores/selection-store";
import { useThresholds } from "../stores/thresholds-store";
import { undoNewestDeed } from "../stores/undo-newest-deed";
import { useViewport } from "../stores/viewport-store";

const viewport = useViewport.getState;

export const COMMANDS = {
  "next-case": () => reportFailure(stepCase(1)),
  "previous-case": () => reportFailure(stepCase(-1)),
  "next-error": () => stepError(1),
  "previous-error": () => stepError(-1),
  "next-unreviewed": showNextUnreviewed,
  "toggle-reviewed": () => reportFailure(toggleReviewed()),
  "judge-model-wrong": () => reportFailure(judgeChosen("model-wrong")),
  "judge-label-wrong": () => reportFailure(judgeChosen("label-wrong")),
  "judge-unclear": () => reportFailure(judgeChosen("unclear")),
  "judge-none": () => reportFailure(judgeChosen(null)),
  "tag-error": focusTags,
  "undo-review": undoLastDeed,
  "false-positives": () => listErrorsOf("false-positives"),
  misses: () => listErrorsOf("misses"),
  "toggle-gallery": toggleGallery,
  fit: () => viewport().fit(),
  "actual-size": () => viewport().oneToOne(),
  "zoom-in": () => viewport().zoomIn(),
  "zoom-out": () => viewport().zoomOut(),
  invert: () => viewport().invert(),
  rotate: () => viewport().rotateClockwise(),
  "flip-horizontal": () => viewport().flipHorizontal(),
  "flip-vertical": () => viewport().flipVertical(),
  reset: () => viewport().reset(),
  "tool-window": () => viewport().setTool("window"),
  "tool-zoom": () => viewport().setTool("zoom"),
  "tool-pan": () => viewport().setTool("pan"),
  "tool-length": () => viewport().setTool("length"),
  "tool-magnify": () => viewport().setTool("magnify"),
  "tool-probe": () => viewport().setTool("probe"),
  "toggle-references": () => viewport().toggleLayer("reference"),
  "toggle-detections": () => viewport().toggleLayer("detections"),
  "toggle-labels": () => viewport().toggleLayer("labels"),
  "map-layer-1": () => toggleMapAtPlace(0),
  "map-layer-2": () => toggleMapAtPlace(1),
  "map-layer-3": () => toggleMapAtPlace(2),
  "map-layer-4": () => toggleMapAtPlace(3),
  "three-views": () => useExplanation.getState().toggleThreeViews(),
  "lower-threshold": () => useThresholds.getState().stepScoreThreshold(-1),
  "raise-threshold": () => useThresholds.getState().stepScoreThreshold(1),
  palette: spotlight.toggle,
  search: focusSearch,
  help: () => useLayout.getState().openDialog("shortcuts"),
  escape: backToImage,
} satisfies Record<ShortcutId, () => void>;

function undoLastDeed(): void {
  const { runId } = useActiveRun.getState();
  if (runId) reportFailure(undoNewestDeed(runId));
}

function focusTags(): void {
  useLayout.getState().showSideTab("errors");
  // The field may only be drawn by what was set above.
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#error-tags")?.focus());
}

function listErrorsOf(segment: ErrorSegment): void {
  useErrorBrowser.getState().showSegment(segment);
  useLayout.getState().showSideTab("errors");
}

function toggleGallery(): void {
  const { layout, setLayout } = useErrorBrowser.getState();
  setLayout(layout === "list" ? "gallery" : "list");
  useLayout.getState().showSideTab("errors");
}

function focusSearch(): void {
  const { page, goTo, isWorklistOpen, toggleWorklist } = useLayout.getState();
  if (page !== "reading") goTo("reading");
  if (!isWorklistOpen) toggleWorklist();
  // The field may only be drawn by what was set above.
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#worklist-search")?.focus());
}

function backToImage(): void {
  const { page, goTo } = useLayout.getState();
  if (page !== "reading") goTo("reading");
  else useSelection.getState().chooseFinding(undefined);
}
