/** @file `npm start` from a fresh clone: what is installed and built, what is not done twice, and what it says. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildBareClone, type BareClone } from "../builders/build-bare-clone";

let clone: BareClone;

beforeEach(async () => {
  clone = await buildBareClone();
});

afterEach(() => clone.remove());

const NO_DISPLAY = "There is no display here; serving the same application in the browser.";

test.runIf(process.platform === "linux")(
  "a bare clone is installed without scripts, built, and served in the browser",
  async () => {
    const { code, output } = await clone.run("start.mjs", { args: ["--port", "4000"] });
    expect(await clone.takeCalls()).toEqual(["npm ci --ignore-scripts --no-audit --no-fund --loglevel=error", "build"]);
    expect(output.trim().split("\n").slice(-2)).toEqual([NO_DISPLAY, "serving --port 4000"]);
    expect(code).toBe(0);
  },
);

test.runIf(process.platform === "linux")("a second start neither installs nor builds", async () => {
  await clone.run("start.mjs");
  await clone.takeCalls();
  const { output } = await clone.run("start.mjs");
  expect(await clone.takeCalls()).toEqual([]);
  expect(output).toContain("serving");
});

test("a changed source is built again, and only that", async () => {
  await clone.run("start.mjs");
  await clone.takeCalls();
  await clone.write("src-shared/a.ts", "export const changed = true;");
  await clone.run("start.mjs");
  expect(await clone.takeCalls()).toEqual(["build"]);
});

test("a lock file that names another version is installed again", async () => {
  await clone.run("start.mjs");
  await clone.takeCalls();
  await clone.write("package-lock.json", JSON.stringify({ packages: { "node_modules/here": { version: "2.0.0" } } }));
  await clone.run("start.mjs");
  expect(await clone.takeCalls()).toContain("npm ci --ignore-scripts --no-audit --no-fund --loglevel=error");
});

test("an npm that fails is told with what it said, in one sentence and without a stack", async () => {
  const { code, output } = await clone.run("start.mjs", { env: { NPM_FAILS: "1" } });
  expect(code).toBe(1);
  expect(output).toContain(
    "network is out of reach\nnpm ci failed (above is what it said last); is the package registry within reach?",
  );
  expect(output).not.toContain("    at ");
});

test("the tests end with a plain line that counts the failure, even where nothing could be installed", async () => {
  const { code, output } = await clone.run("test.mjs", { env: { NPM_FAILS: "1", CI: "true" } });
  expect(code).toBe(1);
  expect(output.trim().split("\n").at(-1)).toBe("0 passed, 1 failed");
});
