/** @file Which page and which side panels stand open, and how wide they are. */
import { create } from "zustand";

export const PAGES = [
  "reading",
  "data",
  "models",
  "training",
  "runs",
  "evaluation",
  "explanation",
  "comparison",
  "report",
  "devices",
  "jobs",
  "settings",
] as const;
export type Page = (typeof PAGES)[number];

export const SIDE_TABS = ["errors", "explanation", "evaluation", "tags", "image"] as const;
export type SideTab = (typeof SIDE_TABS)[number];

export const DIALOGS = ["shortcuts", "new-project", "open-project"] as const;
export type Dialog = (typeof DIALOGS)[number];

export interface LayoutState {
  readonly page: Page;
  readonly sideTab: SideTab;
  readonly isWorklistOpen: boolean;
  readonly isSidePanelOpen: boolean;
  readonly worklistWidthPx: number;
  readonly sidePanelWidthPx: number;
  /** The dialog in front of everything; undefined while none is. */
  readonly dialog: Dialog | undefined;
  readonly goTo: (page: Page) => void;
  /** Shows a tab of the right panel, and the panel itself where it was folded away. */
  readonly showSideTab: (tab: SideTab) => void;
  readonly toggleWorklist: () => void;
  readonly toggleSidePanel: () => void;
  readonly setWorklistWidth: (widthPx: number) => void;
  readonly setSidePanelWidth: (widthPx: number) => void;
  readonly openDialog: (dialog: Dialog) => void;
  readonly closeDialog: () => void;
}

export const PANEL_WIDTH_PX = { least: 260, greatest: 620 } as const;

/** On a small screen the image needs the room more than the lists do. */
const isNarrow = globalThis.innerWidth < 1400;

export const useLayout = create<LayoutState>()((set) => ({
  page: "reading",
  sideTab: "errors",
  isWorklistOpen: true,
  isSidePanelOpen: true,
  worklistWidthPx: isNarrow ? PANEL_WIDTH_PX.least : 300,
  sidePanelWidthPx: isNarrow ? 320 : 356,
  dialog: undefined,
  goTo: (page) => set({ page }),
  showSideTab: (sideTab) => set({ sideTab, isSidePanelOpen: true }),
  toggleWorklist: () => set((state) => ({ isWorklistOpen: !state.isWorklistOpen })),
  toggleSidePanel: () => set((state) => ({ isSidePanelOpen: !state.isSidePanelOpen })),
  setWorklistWidth: (widthPx) => set({ worklistWidthPx: clampWidth(widthPx) }),
  setSidePanelWidth: (widthPx) => set({ sidePanelWidthPx: clampWidth(widthPx) }),
  openDialog: (dialog) => set({ dialog }),
  closeDialog: () => set({ dialog: undefined }),
}));

function clampWidth(widthPx: number): number {
  return Math.round(Math.min(PANEL_WIDTH_PX.greatest, Math.max(PANEL_WIDTH_PX.least, widthPx)));
}
