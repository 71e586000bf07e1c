/** @file Where exported weights go. */
import { expect, test } from "vitest";
import { exportPath } from "../../../../src-renderer/components/export-path";

test("the ending is added once, in the spelling of the folder's system", () => {
  expect(exportPath({ folder: "/data", name: "compact", ending: ".pth" })).toBe("/data/compact.pth");
  expect(exportPath({ folder: "/data/", name: "compact.PTH", ending: ".pth" })).toBe("/data/compact.PTH");
  expect(exportPath({ folder: "C:\\data", name: "compact", ending: ".safetensors" })).toBe(
    "C:\\data\\compact.safetensors",
  );
});

test("a name does not lead out of the folder", () => {
  expect(exportPath({ folder: "/data", name: "../etc/passwd", ending: ".pth" })).toBe("/data/..-etc-passwd.pth");
});
