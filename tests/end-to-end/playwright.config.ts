/** @file How the journeys run: one at a time, in whichever Chromium OVERREAD_CHROMIUM names. */
import { defineConfig } from "@playwright/test";

/** Quiet, offline Chromium without a GPU; the picture is drawn on the CPU path, as on a machine without a card. */
const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const SOFTWARE_GL_ARGUMENTS = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

const executablePath = process.env["OVERREAD_CHROMIUM"] ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results",
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env["CI"]),
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: { executablePath, args: [...CHROMIUM_ARGUMENTS, ...SOFTWARE_GL_ARGUMENTS] },
  },
  projects: [
    { name: "viewer", testDir: "./viewer" },
    { name: "browser", testDir: "./journeys" },
    { name: "desktop", testDir: "./journeys" },
  ],
});
