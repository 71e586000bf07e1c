/** @file Where an address is shown by itself. */
import { expect, test } from "vitest";
import { hasDisplay } from "../../../../../src-main/hosts/browser/open-browser";

test("a Linux machine has a display where X or Wayland says so", () => {
  expect(hasDisplay({}, "linux")).toBe(false);
  expect(hasDisplay({ DISPLAY: ":0" }, "linux")).toBe(true);
  expect(hasDisplay({ WAYLAND_DISPLAY: "wayland-0" }, "linux")).toBe(true);
  expect(hasDisplay({ DISPLAY: "" }, "linux")).toBe(false);
});

test("other desktops always have one, continuous integration never", () => {
  expect(hasDisplay({}, "darwin")).toBe(true);
  expect(hasDisplay({ CI: "true" }, "darwin")).toBe(false);
  expect(hasDisplay({ CI: "true", DISPLAY: ":0" }, "linux")).toBe(false);
});
