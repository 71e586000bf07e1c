/** @file What the page's own picker is shown of a folder. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { applicationService } from "../../../../src-main/services/application-service";
import { EventBus } from "../../../../src-main/services/event-bus";
import { buildFolder } from "../../../builders/build-store";

const info = { version: "1", host: "browser", platform: "test", documentsFolder: "/", logFile: "/log" } as const;
const { listFolder } = applicationService({ info, events: new EventBus() });

test("folders stand before files, hidden ones are left out, and links that lead nowhere are no folders", async () => {
  const path = buildFolder();
  mkdirSync(join(path, "data"));
  mkdirSync(join(path, ".hidden"));
  writeFileSync(join(path, "a.zip"), "");
  symlinkSync(join(path, "data"), join(path, "linked"));
  symlinkSync(join(path, "circle"), join(path, "circle"));
  symlinkSync(join(path, "gone"), join(path, "broken"));
  const { entries } = await listFolder({ path });
  expect(entries.map(({ name, isFolder }) => `${name}${isFolder ? "/" : ""}`)).toEqual([
    "data/",
    "linked/",
    "a.zip",
    "broken",
    "circle",
  ]);
});
