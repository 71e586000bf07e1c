/** @file How long the figures of a run as large as the RSNA challenge's training set take and what they hold, beside
 * pycocotools' twelve. Each is measured in a process of its own. */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { detectionsFileOf } from "../../src-main/services/bytes/detections-file-of";
import { encodeRunTable, type RunTable } from "../../src-shared/contract/run-table";
import { buildLargeRun } from "../builders/build-large-run";
import { buildWorker, type BuiltWorker } from "../builders/build-worker";
import { PYTHON } from "../builders/torchvision";
import { printTable } from "./print-table";

const LARGE = { images: 26_684, detections: 200_000 };
const SMALL = { images: 1000, detections: 5000 };
/** As many as fill the largest file that a person brought so far, 94 MB. */
const FILE = { images: 26_684, detections: 700_000 };

const Timed = z.object({ seconds: z.number(), peakBytes: z.number() });
const TimedTable = Timed.extend({ thresholdMs: z.number(), resampleSeconds: z.number() });

let folder: string;
let program: BuiltWorker;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "overread-bench-"));
  program = await buildWorker("tests/fixtures/workers/time-evaluation.ts");
});

afterAll(async () => {
  await program.remove();
  await rm(folder, { recursive: true, force: true });
});

test("all figures of a run", async () => {
  const run = buildLargeRun(LARGE);
  const large = TimedTable.parse(timed("table", await writeTable("large", run)));
  const small = TimedTable.parse(timed("table", await writeTable("small", buildLargeRun(SMALL))));
  const file = await writeFileOf(run);
  printTable([
    {
      what: "26,684 images, 200,000 detections: all figures, curves and error lists",
      measured: `${large.seconds.toFixed(2)} s, peak ${megabytes(large.peakBytes)} (wanted: ≤ 1.5 s, ≤ 500 MB)`,
      beside: askPycocotools(file) ?? "pycocotools is not installed",
    },
    {
      what: "the same: a move of the score threshold (longest of 11)",
      measured: `${large.thresholdMs.toFixed(0)} ms`,
      beside: "wanted: ≤ 100 ms",
    },
    {
      what: "1,000 images, 5,000 detections: a move of the score threshold (longest of 11)",
      measured: `${small.thresholdMs.toFixed(1)} ms`,
      beside: "wanted: ≤ 16 ms",
    },
    {
      what: "26,684 images: intervals of all headline figures by 1,000 resamples",
      measured: `${large.resampleSeconds.toFixed(1)} s`,
      beside: "wanted: ≤ 10 s",
    },
  ]);
});

test("a file of detections", async () => {
  const file = await writeFileOf(buildLargeRun(FILE));
  const { seconds, peakBytes } = Timed.parse(timed("file", file));
  printTable([
    {
      what: `reading a file of ${megabytes((await stat(file)).size)}, 700,000 detections`,
      measured: `${seconds.toFixed(1)} s, peak with its figures ${megabytes(peakBytes)}`,
      beside: "wanted: ≤ 5 s, ≤ 1,000 MB",
    },
  ]);
});

async function writeTable(name: string, run: RunTable): Promise<string> {
  const path = join(folder, `${name}.table`);
  await writeFile(path, encodeRunTable(run));
  return path;
}

async function writeFileOf(run: RunTable): Promise<string> {
  const path = join(folder, "detections.json");
  await writeFile(path, JSON.stringify(detectionsFileOf(run)));
  return path;
}

function timed(form: "table" | "file", path: string): unknown {
  return JSON.parse(execFileSync(process.execPath, [program.file, form, path], { encoding: "utf8" }));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/** Undefined where it is not installed. */
function askPycocotools(file: string): string | undefined {
  const script = fileURLToPath(new URL("../builders/time-coco.py", import.meta.url));
  try {
    return `pycocotools, ${execFileSync(PYTHON, [script, file], { encoding: "utf8" }).trim()}`;
  } catch (error) {
    console.info("pycocotools could not be asked; pip install pycocotools brings it.", error);
    return undefined;
  }
}
