/** @file The keys of a shortcut, drawn as keys. */
import type { JSX } from "react";
import { keyName, type ShortcutId, SHORTCUTS } from "./shortcuts";
import "./key-hint.css";

export function KeyHint({ shortcut }: { readonly shortcut: ShortcutId }): JSX.Element {
  return (
    <span className="key-hint">
      {SHORTCUTS[shortcut].keys.map((key) => (
        <kbd key={key}>{keyName(key)}</kbd>
      ))}
    </span>
  );
}
