/** @file How the journeys run: one at a time, in whichever Chromium OVERREAD_CHROMIUM names. */
import { defineConfig } from "@playwright/test";

/** Quiet and offline. */
const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** The viewer's tests draw on the GPU path too, in software; journeys run as on a machine without a card. */
const WITH_GL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
const WITHOUT_GL = ["--disable-gpu", "--disable-software-rasterizer"];

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
  },
  projects: [
    { name: "viewer", testDir: "./viewer", use: chromiumWith(WITH_GL) },
    { name: "browser", testDir: "./journeys", use: chromiumWith(WITHOUT_GL) },
    // Playwright starts its browser before a journey can say that it needs Electron instead.
    { name: "desktop", testDir: "./journeys", use: chromiumWith(WITHOUT_GL) },
  ],
});

function chromiumWith(graphics: readonly string[]) {
  return { launchOptions: { executablePath, args: [...CHROMIUM_ARGUMENTS, ...graphics] } };
}
