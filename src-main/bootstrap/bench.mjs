/** @file `npm run bench`: builds, then measures; each file under tests/benchmarks prints a table. Arguments choose files. */
import { ensureBuild } from "./ensure-build.mjs";
import { ensureDependencies } from "./ensure-dependencies.mjs";
import { runOwnProgram } from "./own-program.mjs";
import { runToTheEnd } from "./stop.mjs";

await runToTheEnd(async () => {
  await ensureDependencies();
  await ensureBuild();
  const vitest = ["vitest", "run", "--config", "tests/vitest.config.ts", "--project", "benchmarks"];
  const { code } = await runOwnProgram([...vitest, ...process.argv.slice(2)]);
  return code;
});
