/** @file Every key on one sheet, under `?`. */
import type { JSX } from "react";
import { Dialog } from "../components/Dialog";
import { KeyHint } from "../components/KeyHint";
import { SHORTCUT_GROUPS, SHORTCUT_IDS, SHORTCUTS } from "../components/shortcuts";

export function ShortcutHelp({ onClose }: { readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog onClose={onClose} title="Keyboard shortcuts" size={1080}>
      <div className="shortcut-help" data-testid="shortcut-help">
        {SHORTCUT_GROUPS.map((group) => (
          <section key={group} className="shortcut-help__group">
            <h3>{group}</h3>
            {SHORTCUT_IDS.filter((id) => SHORTCUTS[id].group === group).map((id) => (
              <div key={id} className="shortcut-help__line">
                <span>{SHORTCUTS[id].label}</span>
                <KeyHint shortcut={id} />
              </div>
            ))}
          </section>
        ))}
        <section className="shortcut-help__group">
          <h3>Mouse</h3>
          <MouseLines />
        </section>
      </div>
    </Dialog>
  );
}

const MOUSE = [
  ["Left button, drag", "the active tool"],
  ["Right button, drag", "zoom"],
  ["Middle button, drag", "pan"],
  ["Wheel", "next or previous case"],
  ["Ctrl and wheel", "zoom at the pointer"],
  ["Double click", "fit"],
] as const;

function MouseLines(): JSX.Element {
  return (
    <>
      {MOUSE.map(([gesture, meaning]) => (
        <div key={gesture} className="shortcut-help__line">
          <span>{gesture}</span>
          <span style={{ color: "var(--colour-text-soft)" }}>{meaning}</span>
        </div>
      ))}
    </>
  );
}
