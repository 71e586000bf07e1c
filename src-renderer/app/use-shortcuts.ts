/** @file Runs the command of a pressed key, unless somebody is typing or a dialog stands open. */
import { useEffect } from "react";
import { type ShortcutId, shortcutOf } from "../components/shortcuts";
import { useLayout } from "../stores/layout-store";
import { COMMANDS } from "./commands";

/** They mean the same everywhere; all others belong to the image. */
const EVERYWHERE: ReadonlySet<ShortcutId> = new Set(["palette", "help", "escape", "search"]);

export function useShortcuts(): void {
  useEffect(() => {
    document.addEventListener("keydown", runShortcut);
    return () => document.removeEventListener("keydown", runShortcut);
  }, []);
}

function runShortcut(event: KeyboardEvent): void {
  const id = shortcutOf(event);
  if (!id || event.defaultPrevented) return;
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  if (id !== "palette" && target && (isTyping(target) || isOperated(target, event.key))) return;
  if (id !== "palette" && isDialogOpen()) return;
  if (!EVERYWHERE.has(id) && useLayout.getState().page !== "reading") return;
  event.preventDefault();
  COMMANDS[id]();
}

const TEXT_INPUTS = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable=true]";

function isTyping(target: HTMLElement): boolean {
  return target.matches(TEXT_INPUTS);
}

/** Controls that have a use of their own for the key: arrows move sliders, tabs and lists, Space presses a button. */
function isOperated(target: HTMLElement, key: string): boolean {
  if (key.startsWith("Arrow"))
    return target.closest("[role=slider], [role=tab], [role=radiogroup], [role=menu]") !== null;
  if (key === " ") return target.closest("button, [role=button], [role=checkbox], input, summary") !== null;
  return false;
}

function isDialogOpen(): boolean {
  return document.querySelector("[role=dialog][aria-modal=true], [role=menu]") !== null;
}
