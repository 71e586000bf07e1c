/** @file The one table of keys. */
import { expect, test } from "vitest";
import { keyName, SHORTCUT_IDS, shortcutOf, SHORTCUTS } from "../../../../src-renderer/components/shortcuts";

const PLAIN = { ctrlKey: false, metaKey: false, altKey: false };

test("no key means two things", () => {
  const keys = SHORTCUT_IDS.flatMap((id) => [...SHORTCUTS[id].keys]);
  expect(new Set(keys).size).toBe(keys.length);
});

test("the keys are those that reading rooms and editors are used to", () => {
  const press = (key: string) => shortcutOf({ ...PLAIN, key });
  expect(["w", "z", "p", "l", "m", "i", "r", "h", "v", "f", "o", " ", "c"].map(press)).toEqual([
    "tool-window",
    "tool-zoom",
    "tool-pan",
    "tool-length",
    "tool-magnify",
    "invert",
    "rotate",
    "flip-horizontal",
    "flip-vertical",
    "fit",
    "actual-size",
    "reset",
    "reset",
  ]);
  expect(["j", "ArrowDown", "k", "ArrowUp", "n", "b", "u", "x", "g", "d", "[", "]", "?"].map(press)).toEqual([
    "next-case",
    "next-case",
    "previous-case",
    "previous-case",
    "next-error",
    "previous-error",
    "next-unreviewed",
    "toggle-reviewed",
    "toggle-references",
    "toggle-detections",
    "lower-threshold",
    "raise-threshold",
    "help",
  ]);
  expect(["1", "2", "3", "0", "a"].map(press)).toEqual([
    "judge-model-wrong",
    "judge-label-wrong",
    "judge-unclear",
    "judge-none",
    "tag-error",
  ]);
});

test("capital letters mean the same, and Ctrl makes another key of it", () => {
  expect(shortcutOf({ ...PLAIN, key: "N" })).toBe("next-error");
  expect(shortcutOf({ ...PLAIN, key: "z", ctrlKey: true })).toBe("undo-review");
  expect(shortcutOf({ ...PLAIN, key: "k", metaKey: true })).toBe("palette");
  expect(shortcutOf({ ...PLAIN, key: "r", ctrlKey: true })).toBeUndefined();
  expect(shortcutOf({ ...PLAIN, key: "n", altKey: true })).toBeUndefined();
});

test("keys are named as they are printed", () => {
  expect([" ", "ArrowDown", "mod+k", "["].map(keyName)).toEqual(["Space", "↓", "Ctrl+K", "["]);
});
