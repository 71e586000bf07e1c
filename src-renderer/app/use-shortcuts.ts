/** @file Runs the command of a pressed key, unless somebody is typing or a dialog stands open. */
import { useEffect } from "react";
import { type ShortcutId, shortcutOf } from "../components/shortcuts";
import { useLayout } from "../stores/layout-store";
import { COMMANDS } from "./commands";

/** They mean the same everywhere; all others belong to the image. */
const EVERYWHERE: ReadonlySet<ShortcutId> = new Set(["palette", "help", "escape", "search"]);

export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener("keydown", noteDialog, { capture: true });
    document.addEventListener("keydown", runShortcut);
    return () => {
      window.removeEventListener("keydown", noteDialog, { capture: true });
      document.removeEventListener("keydown", runShortcut);
    };
  }, []);
}

/** A closed dropdown stays in the page, so only what says that it is expanded counts. */
const OPEN = "[role=dialog][aria-modal=true], [role=menu]:not([hidden]), [aria-haspopup][aria-expanded=true]";
let wasDialogOpen = false;

/** Escape closes a dialog before the event comes down here, and must not let go of the finding as well. */
function noteDialog(): void {
  wasDialogOpen = document.querySelector(OPEN) !== null;
}

function runShortcut(event: KeyboardEvent): void {
  const id = shortcutOf(event);
  if (!id || event.defaultPrevented) return;
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  if (id !== "palette" && target && (isTyping(target) || isOperated(target, event.key))) return;
  if (id !== "palette" && wasDialogOpen) return;
  if (!EVERYWHERE.has(id) && useLayout.getState().page !== "reading") return;
  event.preventDefault();
  COMMANDS[id]();
}

const TEXT_INPUTS =
  "input:not([type=checkbox], [type=radio], [type=range], [readonly]), textarea, [contenteditable=true]";

function isTyping(target: HTMLElement): boolean {
  return target.matches(TEXT_INPUTS);
}

/** Controls that have a use of their own for the key: arrows move sliders, tabs and lists, Space presses a button. */
function isOperated(target: HTMLElement, key: string): boolean {
  const operated = OPERATED_BY[key];
  return operated !== undefined && target.closest(operated) !== null;
}

const MOVED_BY_ARROWS = "[role=slider], [role=tab], [role=radiogroup], [role=menu], [aria-haspopup=listbox]";
const OPERATED_BY: Readonly<Record<string, string>> = {
  ArrowUp: MOVED_BY_ARROWS,
  ArrowDown: MOVED_BY_ARROWS,
  " ": "button, [role=button], [role=slider], input, summary",
};
