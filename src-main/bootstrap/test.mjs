/** @file `npm test`: installs what is missing and checks everything, the quick things first, up to the first failure. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findElectron } from "./electron-binary.mjs";
import { ensureBuild } from "./ensure-build.mjs";
import { ensureChromium } from "./ensure-chromium.mjs";
import { ensureDependencies } from "./ensure-dependencies.mjs";
import { addCounts, describeCounts, readCounts } from "./read-counts.mjs";
import { runOwnProgram } from "./own-program.mjs";
import { Stop, runToTheEnd } from "./stop.mjs";
import { STEPS_AFTER_BUILD, STEPS_BEFORE_BUILD } from "./test-steps.mjs";

const reports = mkdtempSync(join(tmpdir(), "overread-test-"));
/** People read the list, this program the JSON.
 * @type {Record<"vitest" | "playwright", (report: string) => { args: string[], env: NodeJS.ProcessEnv }>} */
const REPORTERS = {
  vitest: (report) => ({
    args: ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    env: {},
  }),
  playwright: (report) => ({
    args: ["--reporter=list,json"],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  }),
};

let counts = { passed: 0, failed: 0, skipped: 0 };

await runToTheEnd(async () => {
  try {
    await ensureDependencies();
    for (const step of STEPS_BEFORE_BUILD) await timed(step.name, () => run(step));
    await timed("build", ensureBuild);
    const chromium = await ensureChromium();
    const electron = findElectron();
    if (!electron) console.log("The desktop's journeys are skipped: Electron's binary is not here.");
    const env = { OVERREAD_CHROMIUM: chromium, ...(electron && { OVERREAD_ELECTRON: electron }) };
    for (const step of STEPS_AFTER_BUILD) await timed(step.name, () => run(step, env));
  } catch (error) {
    // A step without tests of its own that fails is a failure all the same.
    if (counts.failed === 0) counts.failed = 1;
    console.error(error instanceof Stop ? error.message : error);
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  console.log(describeCounts(counts));
  return counts.failed === 0 ? 0 : 1;
});

/**
 * @param {string} name
 * @param {() => Promise<void>} work
 */
async function timed(name, work) {
  console.log(`\n== ${name}`);
  const startedAt = performance.now();
  await work();
  console.log(`== ${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/**
 * @param {import("./test-steps.mjs").Step} step
 * @param {NodeJS.ProcessEnv} [env]
 */
async function run({ name, command, runner }, env = {}) {
  const report = join(reports, `${name}.json`);
  const reporter = runner ? REPORTERS[runner](report) : { args: [], env: {} };
  const plain = process.env["CI"] ? { NO_COLOR: "1" } : {};
  const { code } = await runOwnProgram([...command, ...reporter.args], { env: { ...plain, ...env, ...reporter.env } });
  if (runner) counts = addCounts(counts, readCounts(runner, report));
  if (code !== 0) throw new Stop(`The step "${name}" failed.`);
}
