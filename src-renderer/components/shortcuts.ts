/** @file The one table of keyboard shortcuts: what handles keys, draws tooltips and fills the help reads it from here. */

export const SHORTCUT_GROUPS = [
  "Cases",
  "Errors",
  "Image",
  "Tools",
  "Layers",
  "Heat maps",
  "Thresholds",
  "Program",
] as const;
export type ShortcutGroup = (typeof SHORTCUT_GROUPS)[number];

interface Shortcut {
  /** As `KeyboardEvent.key` gives them, letters in lower case; "mod+" stands for Ctrl, or ⌘ on a Mac. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: ShortcutGroup;
}

export const SHORTCUTS = {
  "next-case": { keys: ["j", "ArrowDown"], label: "Next case", group: "Cases" },
  "previous-case": { keys: ["k", "ArrowUp"], label: "Previous case", group: "Cases" },
  "next-error": { keys: ["n"], label: "Next error", group: "Errors" },
  "previous-error": { keys: ["b"], label: "Previous error", group: "Errors" },
  "next-unreviewed": { keys: ["u"], label: "Next unreviewed error", group: "Errors" },
  "toggle-reviewed": { keys: ["x"], label: "Mark as reviewed, or take the mark away", group: "Errors" },
  "judge-model-wrong": { keys: ["1"], label: "Verdict: the model is wrong", group: "Errors" },
  "judge-label-wrong": { keys: ["2"], label: "Verdict: the label is wrong", group: "Errors" },
  "judge-unclear": { keys: ["3"], label: "Verdict: unclear", group: "Errors" },
  "judge-none": { keys: ["0"], label: "Take the verdict away", group: "Errors" },
  "tag-error": { keys: ["a"], label: "Tag the error", group: "Errors" },
  "undo-review": { keys: ["mod+z"], label: "Undo the last mark, verdict or tag", group: "Errors" },
  "false-positives": { keys: ["e"], label: "List false positives", group: "Errors" },
  misses: { keys: ["s"], label: "List misses", group: "Errors" },
  "toggle-gallery": { keys: ["y"], label: "Show errors as a list or as pictures", group: "Errors" },
  fit: { keys: ["f"], label: "Fit to window", group: "Image" },
  "actual-size": { keys: ["o"], label: "One image pixel on one screen pixel", group: "Image" },
  "zoom-in": { keys: ["+", "="], label: "Zoom in", group: "Image" },
  "zoom-out": { keys: ["-"], label: "Zoom out", group: "Image" },
  invert: { keys: ["i"], label: "Invert", group: "Image" },
  rotate: { keys: ["r"], label: "Rotate by 90°", group: "Image" },
  "flip-horizontal": { keys: ["h"], label: "Flip left and right", group: "Image" },
  "flip-vertical": { keys: ["v"], label: "Flip top and bottom", group: "Image" },
  reset: { keys: [" ", "c"], label: "Reset window, zoom and orientation", group: "Image" },
  "tool-window": { keys: ["w"], label: "Window: drag", group: "Tools" },
  "tool-zoom": { keys: ["z"], label: "Zoom: drag", group: "Tools" },
  "tool-pan": { keys: ["p"], label: "Pan: drag", group: "Tools" },
  "tool-length": { keys: ["l"], label: "Measure a length", group: "Tools" },
  "tool-magnify": { keys: ["m"], label: "Magnifying glass", group: "Tools" },
  "tool-probe": { keys: ["q"], label: "Read pixel values", group: "Tools" },
  "toggle-references": { keys: ["g"], label: "Show or hide reference boxes", group: "Layers" },
  "toggle-detections": { keys: ["d"], label: "Show or hide detections", group: "Layers" },
  "toggle-labels": { keys: ["t"], label: "Show or hide the words on the image", group: "Layers" },
  "map-layer-1": { keys: ["5"], label: "Heat map at suggested layer 1, or off", group: "Heat maps" },
  "map-layer-2": { keys: ["6"], label: "Heat map at suggested layer 2, or off", group: "Heat maps" },
  "map-layer-3": { keys: ["7"], label: "Heat map at suggested layer 3, or off", group: "Heat maps" },
  "map-layer-4": { keys: ["8"], label: "Heat map at suggested layer 4, or off", group: "Heat maps" },
  "three-views": { keys: ["9"], label: "Three views: boxes, heat map, both", group: "Heat maps" },
  "lower-threshold": { keys: ["["], label: "Lower the score threshold", group: "Thresholds" },
  "raise-threshold": { keys: ["]"], label: "Raise the score threshold", group: "Thresholds" },
  palette: { keys: ["mod+k"], label: "Command palette", group: "Program" },
  search: { keys: ["/"], label: "Search the worklist", group: "Program" },
  help: { keys: ["?"], label: "Keyboard shortcuts", group: "Program" },
  escape: { keys: ["Escape"], label: "Back to the image; let go of the finding", group: "Program" },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof SHORTCUTS;

export const SHORTCUT_IDS = Object.keys(SHORTCUTS) as readonly ShortcutId[];

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** The shortcut that a key press means; undefined for every other key. */
export function shortcutOf({ key, ctrlKey, metaKey, altKey }: KeyPress): ShortcutId | undefined {
  if (altKey) return undefined;
  const plainKey = key.length === 1 ? key.toLowerCase() : key;
  const pressed = ctrlKey || metaKey ? `mod+${plainKey}` : plainKey;
  return SHORTCUT_IDS.find((id) => (SHORTCUTS[id].keys as readonly string[]).includes(pressed));
}

const KEY_NAMES: Readonly<Record<string, string>> = { " ": "Space", ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc" };

/** A key as it is printed on a keyboard, for example "Ctrl+K". */
export function keyName(key: string): string {
  const plainKey = key.startsWith("mod+") ? key.slice("mod+".length) : key;
  const name = KEY_NAMES[plainKey] ?? plainKey.toUpperCase();
  return key.startsWith("mod+") ? `Ctrl+${name}` : name;
}
