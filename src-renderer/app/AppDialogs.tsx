/** @file The dialogs that can stand in front of everything. */
import type { JSX } from "react";
import { useLayout } from "../stores/layout-store";
import { CommandPalette } from "./CommandPalette";
import { NewProjectDialog } from "./NewProjectDialog";
import { OpenProjectDialog } from "./OpenProjectDialog";
import { ShortcutHelp } from "./ShortcutHelp";

export function AppDialogs(): JSX.Element {
  const dialog = useLayout((state) => state.dialog);
  const closeDialog = useLayout((state) => state.closeDialog);
  return (
    <>
      <CommandPalette />
      {dialog === "shortcuts" && <ShortcutHelp onClose={closeDialog} />}
      {dialog === "new-project" && <NewProjectDialog onClose={closeDialog} />}
      {dialog === "open-project" && <OpenProjectDialog onClose={closeDialog} />}
    </>
  );
}
